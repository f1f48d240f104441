"""The environment in which libraries start no threads; they read it once, at their import."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ONE_THREAD: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
)
"""There are as many processes as processors are to be busy; threads beside them only wait."""
