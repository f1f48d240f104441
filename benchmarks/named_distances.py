"""Named distances beside straight lines: a village planned, and a province read.

``python -m benchmarks.named_distances [SCALE]``: villages of the preset ``ninh-thuan``; for the
province each household names 10 members and 20 doors, the nearest ones.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
from scipy.spatial import cKDTree

from optimizer.distance import distances_within
from optimizer.domain.named_distances import NamedDistances, NamedPairs, named_pairs
from optimizer.domain.rules import Matrix
from optimizer.domain.scenario import Ends, Floats, Points, Village
from optimizer.input.folder import stream_folder, write_source
from optimizer.pipeline import plan_village
from scenarios.generator import draw

MEMBERS, DOORS = 10, 20
"""Named members and doors of each household in the province."""
_NOBODY = named_pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))


def named_village(village: Village) -> Village:
    """Return a village with all its straight lines within the limit named, and no points."""
    limit_m = village.rules.max_distance_m
    members, sites = (
        named_pairs(*distances_within(village, ends, limit_m))
        for ends in (Ends.MEMBERS, Ends.SITES)
    )
    return _under_matrix(village, NamedDistances(members, sites, _NOBODY))


def named_nearest(village: Village) -> Village:
    """Return a village that names the nearest members and doors of each household alone."""
    homes = village.households.xy
    pairs = (
        _nearest(homes, village.members.xy, MEMBERS),
        _nearest(homes, village.sites.xy, DOORS),
    )
    return _under_matrix(village, NamedDistances(*pairs, _NOBODY))


def _nearest(start: Floats, end: Floats, count: int) -> NamedPairs:
    count = min(count, len(end))
    if not count:
        return _NOBODY
    found_m, found = cKDTree(end).query(start, k=range(1, count + 1))
    metres, columns = np.asarray(found_m), np.asarray(found)
    rows = np.repeat(np.arange(len(start)), count)
    own = metres.ravel() == 0.0  # a door of one's own may stand at a neighbour's point
    keep = ~own | (columns.ravel() == rows)
    return named_pairs(rows[keep], columns.ravel()[keep], metres.ravel()[keep])


def _under_matrix(village: Village, distances: NamedDistances) -> Village:
    rules = village.rules.model_copy(update={"metric": Matrix()})
    nowhere = [_without(points) for points in (village.households, village.members)]
    members = replace(village.members, xy=nowhere[1].xy, given=nowhere[1].given)
    return replace(
        village, rules=rules, households=nowhere[0], members=members, distances=distances
    )


def _without(points: Points) -> Points:
    nowhere = np.full((len(points), 2), np.nan)
    return Points(points.ids, nowhere, nowhere)


def _seconds_of_planning(village: Village, times: int = 3) -> float:
    """Return the least processor time of some plans; the village is new each time."""
    took = []
    for _ in range(times):
        fresh, started = replace(village), time.process_time()
        plan_village(fresh, time_limit_s=5.0)
        took.append(time.process_time() - started)
    return min(took)


def _read(folder: Path) -> None:
    """Read a folder in chunks, twice over as a run does, and print what it took."""
    started = time.process_time()
    source = stream_folder(folder)
    assert source is not None
    households = sum(len(village.households) for village in source.stream())
    seconds = time.process_time() - started
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{households:,} households: {seconds:.1f} s, {memory_mb:.0f} MB", flush=True)  # noqa: T201


def main(arguments: list[str]) -> None:
    """Print both comparisons."""
    if arguments[:1] == ["read"]:
        _read(Path(arguments[1]))
        return
    source = draw("ninh-thuan", seed=0, scale=float(arguments[0]) if arguments else 1.0)
    villages = list(source.stream())
    chosen = sorted(villages, key=lambda one: abs(len(one.households) - 400))[:3]
    for village in chosen:
        named = named_village(village)
        straight_s, named_s = _seconds_of_planning(village), _seconds_of_planning(named)
        size = f"{len(village.households)} x {len(village.members)}"
        print(f"{village.id} {size}: straight {straight_s:.2f} s, named {named_s:.2f} s")  # noqa: T201
    with tempfile.TemporaryDirectory() as place:
        for word, change in (("straight", None), ("named", named_nearest)):
            folder = Path(place) / word
            rules = source.rules
            if change is not None:
                rules = rules.model_copy(update={"metric": Matrix()})
            made = [one if change is None else change(one) for one in villages]
            write_source(replace(source, rules=rules, stream=partial(iter, made)), folder)
            print(f"{word}:", end=" ", flush=True)  # noqa: T201
            subprocess.run(  # noqa: S603 - this very module
                [sys.executable, "-m", "benchmarks.named_distances", "read", str(folder)],
                check=True,
            )


if __name__ == "__main__":
    main(sys.argv[1:])
