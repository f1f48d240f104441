"""A village in one or two sentences, in English and in Vietnamese; every figure is computed.

``facts`` says what there is to tell, ``english`` and ``vietnamese`` tell it, ``telling`` chooses.
"""

from optimizer.sentences.telling import Told, tell, tell_recruits

__all__ = ["Told", "tell", "tell_recruits"]
