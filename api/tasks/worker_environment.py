"""What libraries ask of the environment when they are loaded: set before the first of them is."""

from __future__ import annotations

import os

# Arrow's own allocator takes a gigabyte of addresses in advance.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
# There are as many processes as processors are to be busy; libraries start no threads beside.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
