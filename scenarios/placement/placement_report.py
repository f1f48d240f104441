"""What was placed and what was not: for people (CSV) and for programs (JSON)."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from optimizer.domain.notes import Note
from optimizer.domain.scenario import Scenario
from optimizer.input.boundaries.neighbouring_outlines import Border, Overlap
from optimizer.input.boundaries.village_of_point import NOWHERE, Position
from optimizer.output.folder.csv_table import harmless
from optimizer.output.note_documents import note_documents
from optimizer.output.text import map_notes
from scenarios.placement.point_location import LocatedRows
from scenarios.placement.roads import Roads, write_roads
from scenarios.placement.village_outlines import Outlines

OUTSIDE, NEIGHBOURS, PLACEMENT = "outside.csv", "neighbours.csv", "placement.json"
_UNCLEAR = (Position.OUTSIDE, Position.NEAR, Position.EDGE, Position.SEVERAL, Position.STATED)


@dataclass(frozen=True, slots=True, eq=False)
class PlacementResult:
    """A scenario, and everything there is to say about how it came about.

    Parameters
    ----------
    tables
        Households, and members where they came from a file.
    notes
        What looks wrong.
    """

    scenario: Scenario
    outlines: Outlines
    tables: tuple[LocatedRows, ...]
    borders: tuple[Border, ...]
    overlaps: tuple[Overlap, ...]
    sources: tuple[str, ...]
    roads: Roads | None = None
    notes: tuple[Note, ...] = ()

    @property
    def empty(self) -> tuple[str, ...]:
        """Ids of villages in which no household stands."""
        villages = self.scenario.villages
        return tuple(village.id for village in villages if not len(village.households))


def write_report(placed: PlacementResult, folder: Path) -> None:
    """Write ``outside.csv``, ``neighbours.csv`` and ``placement.json``."""
    columns = ("table", "id", "x", "y", "standing", "village", "others", "nearest", "distance_m")
    _write(folder / OUTSIDE, columns, _outside(placed))
    _write(folder / NEIGHBOURS, ("village", "neighbour", "shared_m"), _neighbours(placed))
    document = orjson.dumps(_document(placed), option=orjson.OPT_INDENT_2)
    (folder / PLACEMENT).write_bytes(document + b"\n")
    if placed.roads is not None:
        write_roads(placed.roads, folder)


def count_positions(stood: LocatedRows) -> dict[Position, int]:
    """Return how many points of a table do not simply stand in one village, by where they do."""
    found = Counter(stood.located.standing.tolist())
    return {standing: found[standing.value] for standing in _UNCLEAR if found[standing.value]}


def _outside(placed: PlacementResult) -> Iterator[Sequence[object]]:
    ids = [*placed.outlines.ids.tolist(), ""]  # the last one is nobody's
    for stood in placed.tables:
        table, located = stood.rows.table, stood.located
        for row in stood.unclear():
            village = int(located.village[row])
            others = [ids[other] for other in located.others.get(row, ())]
            apart = located.standing[row] in (Position.OUTSIDE, Position.NEAR)
            yield (
                table.name,
                table.cell("id", row),
                *stood.rows.xy[row].tolist(),
                str(located.standing[row]),
                ids[village if village != NOWHERE else -1],
                " ".join(others),
                ids[int(stood.nearest[row])] if apart else "",
                f"{stood.far_m[row]:.1f}" if apart else "",
            )


def _neighbours(placed: PlacementResult) -> list[tuple[str, str, str]]:
    """Return each pair twice, so that a village finds all its neighbours in one place."""
    ids = placed.outlines.ids.tolist()
    pairs = [(ids[b.first], ids[b.second], f"{b.shared_m:.1f}") for b in placed.borders]
    return sorted([*pairs, *((other, one, shared) for one, other, shared in pairs)])


def _document(placed: PlacementResult) -> dict[str, object]:
    ids = placed.outlines.ids.tolist()
    return {
        "sources": placed.sources,
        "villages": len(placed.scenario.villages),
        **{
            stood.rows.table.name: {
                "read": stood.rows.table.size,
                **{standing.value: count for standing, count in count_positions(stood).items()},
            }
            for stood in placed.tables
        },
        "overlaps": [
            {"villages": [ids[lap.first], ids[lap.second]], "area_m2": round(lap.area_m2, 1)}
            for lap in placed.overlaps
        ],
        "mended": [{"village": mended.id, "why": mended.why} for mended in placed.outlines.mended],
        "not_whole": placed.outlines.cut,
        "without_households": placed.empty,
        "notes": note_documents(placed.notes),
        "paths": [
            {"village": village, "message": {str(key): text for key, text in said.items()}}
            for village, said in map_notes(placed.scenario.villages)
        ],
    }


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    # The byte order mark makes Excel read Vietnamese.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
