"""Texts as XML can hold them."""

from __future__ import annotations

import re

_NO_CHARACTER = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return a text without the control characters that XML 1.0 has no way to write."""
    return _NO_CHARACTER.sub("", text)
