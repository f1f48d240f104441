"""UNUSED_DISTANCES: distances that are named where the metric measures something else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from optimizer.domain.notes import Note
from optimizer.input.notes.scenario_rows import ScenarioRows, note_on_rows

CODE = "UNUSED_DISTANCES"


def unused_distances(rows: ScenarioRows) -> Iterator[Note]:
    """Name the villages whose distances no plan looks at, in one note."""
    if (chosen := np.flatnonzero(rows.unused)).size:
        yield note_on_rows(CODE, "villages", rows.village_where, chosen)
