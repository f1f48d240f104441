"""What reading an archive may raise: each way of packing has faults of its own."""

from __future__ import annotations

import zipfile
import zlib
from lzma import LZMAError

ARCHIVE_FAULTS = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    zlib.error,
    LZMAError,
    IndexError,  # of a member without a name
)
"""Errors by which the library says that an archive is none, or damaged."""
