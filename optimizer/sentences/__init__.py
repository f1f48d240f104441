"""A village in one or two sentences, in English and in Vietnamese; every figure is computed.

``facts`` says what there is to tell, ``english`` and ``vietnamese`` tell it, ``telling`` chooses.
``hinting`` tells what keeps single households from everybody along the paths, ``pathways`` what is
odd about the maps of paths themselves.
"""

from optimizer.sentences.hinting import hint_entries, hint_text, hints_of
from optimizer.sentences.pathways import note_lines, path_notes
from optimizer.sentences.telling import Told, tell, tell_recruits

__all__ = [
    "Told",
    "hint_entries",
    "hint_text",
    "hints_of",
    "note_lines",
    "path_notes",
    "tell",
    "tell_recruits",
]
