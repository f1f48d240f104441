"""What libraries ask of the environment when they are loaded: set before the first of them is."""

from __future__ import annotations

import os

from optimizer.execution.one_thread import ONE_THREAD

# Arrow's own allocator takes a gigabyte of addresses in advance.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
os.environ.update(ONE_THREAD)
