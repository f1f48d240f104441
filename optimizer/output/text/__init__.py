"""A village in one or two sentences, in English and in Vietnamese; every figure is computed.

``facts`` says what there is to tell, ``english`` and ``vietnamese`` tell it, ``telling`` chooses.
``hinting`` tells what keeps single households from everybody along the paths, ``pathways`` what is
odd about the maps of paths and barriers themselves.
"""

from optimizer.output.text.map_notes import map_notes, note_lines
from optimizer.output.text.messages import VillageMessages, recruit_messages, village_messages
from optimizer.output.text.reach_hints import hint_entries, hint_text, hints_of

__all__ = [
    "VillageMessages",
    "hint_entries",
    "hint_text",
    "hints_of",
    "map_notes",
    "note_lines",
    "recruit_messages",
    "village_messages",
]
