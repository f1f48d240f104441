"""Hamlets, alleys and orders of houses: whole where distances come of them, names elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.addresses import UNKNOWN, Addresses, Doors
from optimizer.domain.scenario import Floats, Ids, Ints
from optimizer.errors import Problem
from optimizer.input.checks.blocks import Block
from optimizer.input.checks.faults import FaultColumn, Finding
from optimizer.input.checks.numbers import numbers
from optimizer.input.checks.points import bounds, read_villages
from optimizer.input.checks.raw_scenario import RawScenario
from optimizer.input.checks.raw_table import Bools, RawTable
from optimizer.input.checks.text_columns import identifiers, labels
from optimizer.input.checks.village_rows import VillageRows

MOST_ORDER = 1_000_000
"""Largest number of a house in its alley."""
MOST_M = 1e7
"""Longest distance between hamlets that may be named: as the longest limit."""

Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AddressRows:
    """The addresses of one table of points, in its sorted order."""

    hamlet: Ids
    alley: Ids
    order: Ints


@dataclass(frozen=True, slots=True, eq=False)
class HamletRows:
    """Metres between hamlets, sorted by village."""

    names: tuple[Ids, Ids]
    metres: Floats
    starts: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Lived:
    """All addresses: of households, members and places, and what lies between hamlets."""

    tables: tuple[AddressRows, ...]
    between: HamletRows


def read_addresses(
    raw: RawScenario, heads: VillageRows, blocks: Blocks
) -> tuple[Lived | None, list[Finding]]:
    """Read and check where everybody lives; None where no table says anything of it."""
    listed = np.array([rules.metric.kind == "list" for rules in heads.rules], np.bool_)
    findings: list[Finding] = []
    tables = []
    for block in blocks:
        rows, faults = _rows(block, listed)
        tables.append(rows)
        findings += faults
    said = any((rows.hamlet != "").any() for rows in tables)
    if raw.hamlets is None and not said and not listed.any():
        return None, findings
    between, faults = _between(raw, heads, blocks, tables)
    findings += faults
    findings += _shared_houses(blocks[0], tables[0], listed)
    return Lived(tuple(tables), between), findings


def addresses_of(lived: Lived | None, blocks: Blocks, number: int) -> Addresses | None:
    """Return the addresses of one sorted village; None where it has no hamlet."""
    if lived is None:
        return None
    cuts = [slice(*block.starts[number : number + 2].tolist()) for block in blocks]
    parts = [
        AddressRows(rows.hamlet[cut], rows.alley[cut], rows.order[cut])
        for rows, cut in zip(lived.tables, cuts, strict=True)
    ]
    hamlets = sorted(set(np.concatenate([part.hamlet for part in parts]).tolist()) - {""})
    if not hamlets:
        return None
    at = {name: row for row, name in enumerate(hamlets)}
    alleys = sorted({alley for part in parts for alley in _alleys(part, at)})
    alley_at = {alley: row for row, alley in enumerate(alleys)}
    households, members, places = (_doors(part, at, alley_at) for part in parts)
    return Addresses(
        tuple(hamlets),
        tuple(alleys),
        households,
        members,
        places if len(places) else households,
        _table(lived.between, number, at),
    )


def _alleys(part: AddressRows, at: dict[str, int]) -> list[tuple[int, str]]:
    pairs = zip(part.hamlet.tolist(), part.alley.tolist(), strict=True)
    return [(at[hamlet], alley) for hamlet, alley in pairs if hamlet]


def _doors(part: AddressRows, at: dict[str, int], alley_at: dict[tuple[int, str], int]) -> Doors:
    hamlet = np.array([at.get(name, UNKNOWN) for name in part.hamlet.tolist()], np.int64)
    pairs = zip(hamlet.tolist(), part.alley.tolist(), strict=True)
    alley = np.array([alley_at.get(pair, UNKNOWN) for pair in pairs], np.int64)
    doors = Doors(hamlet, alley, part.order.copy())
    for column in (doors.hamlet, doors.alley, doors.order):
        column.setflags(write=False)
    return doors


def _table(between: HamletRows, number: int, at: dict[str, int]) -> Floats:
    metres = np.full((len(at), len(at)), np.nan)
    part = slice(*between.starts[number : number + 2].tolist())
    one, other = ([at[name] for name in names[part].tolist()] for names in between.names)
    metres[one, other] = metres[other, one] = between.metres[part]
    metres.setflags(write=False)
    return metres


def _rows(block: Block, listed: Bools) -> tuple[AddressRows, list[Finding]]:
    """Read one table; of villages that are lists every row has a hamlet and an order."""
    table, village = block.sorted.table, block.sorted.village
    back = np.empty(table.size, np.int64)  # where each of the author's rows stands when sorted
    back[block.sorted.order] = np.arange(table.size)
    of = village[back]
    asked = _of_lists(of, listed)
    findings: list[Finding] = []
    hamlet, alley = (_names(table, field, findings) for field in ("hamlet", "alley"))
    order = _orders(table, findings)
    for field, gone in (("hamlet", hamlet == ""), ("order", np.isnan(order))):
        blamed = {row for f in findings if isinstance(f, FaultColumn) for row in f.rows.tolist()}
        rows = np.array([r for r in np.flatnonzero(gone & asked).tolist() if r not in blamed])
        if len(rows) == asked.sum() > 1:
            message = f"{table.name} needs a {field} in every row with the metric list; add it"
            findings.append(Problem("MISSING_COLUMN", table.source, field, "", message))
        elif len(rows):
            message = f"the {field} is missing; the metric list needs one in every row"
            findings.append(FaultColumn("MISSING", table, rows.astype(np.int64), field, message))
    findings += _nameless(table, of, asked, hamlet, alley)
    at = block.sorted.order
    whole = np.where(np.isnan(order), 0, order).astype(np.int64)
    return AddressRows(hamlet[at], alley[at], whole[at]), findings


def _of_lists(village: Ints, listed: Bools) -> Bools:
    """Return which rows are of a village that is a list; of an unknown one they are not."""
    return np.append(listed, np.False_)[village]  # UNKNOWN, -1, is the last


def _names(table: RawTable, field: str, findings: list[Finding]) -> Ids:
    cells = table.columns.get(field)
    if cells is None or (isinstance(cells, list) and cells.count(None) == len(cells)):
        return np.full(table.size, "", np.str_)
    words, faults = labels(table, field)
    findings += faults
    return np.array(words, np.str_)


def _orders(table: RawTable, findings: list[Finding]) -> Floats:
    """Return orders of houses, NaN where a cell is empty or at fault."""
    if "order" not in table.columns:
        return np.full(table.size, np.nan)
    order, faults = numbers(table, "order", required=False)
    findings += faults
    wrong = ~np.isnan(order) & ((order != np.floor(order)) | (order < 0) | (order > MOST_ORDER))
    if wrong.any():
        message = "houses are counted along their alley: write 1, 2, 3 and so on"
        findings.append(FaultColumn("BAD_ORDER", table, np.flatnonzero(wrong), "order", message))
        order[wrong] = np.nan
    return order


def _nameless(table: RawTable, of: Ints, asked: Bools, hamlet: Ids, alley: Ids) -> list[Finding]:
    """Name rows without an alley in a hamlet that has some: they would make one of their own."""
    rows = np.flatnonzero(asked & (hamlet != ""))
    if not len(rows):
        return []
    _, group = np.unique([f"{of[r]} {hamlet[r]}" for r in rows.tolist()], return_inverse=True)
    named = np.bincount(group, alley[rows] != "") > 0
    wrong = rows[(alley[rows] == "") & named[group]]
    message = "the alley is missing, and others of its hamlet have one; write it"
    return [FaultColumn("MISSING", table, wrong, "alley", message)] if len(wrong) else []


def _shared_houses(block: Block, rows: AddressRows, listed: Bools) -> list[Finding]:
    """Name households that stand at one place of the list: each has a number of its own."""
    asked = np.flatnonzero(_of_lists(block.sorted.village, listed) & (rows.hamlet != ""))
    given = block.sorted.table.columns.get("order")
    if given is None or not len(asked):
        return []
    first: dict[tuple[int, str, str, int], int] = {}
    pairs = []
    table, at = block.sorted.table, block.sorted.order
    for row in sorted(asked.tolist(), key=lambda row: int(at[row])):
        key = (
            int(block.sorted.village[row]),
            str(rows.hamlet[row]),
            str(rows.alley[row]),
            int(rows.order[row]),
        )
        if table.cell("order", int(at[row])) in (None, ""):
            continue
        if key in first:
            pairs.append((int(at[row]), first[key]))
        else:
            first[key] = int(at[row])
    if not pairs:
        return []

    def message(position: int) -> str:
        place = table.where(pairs[position][1])
        return f"the house at {place} has this order in the alley too; number them one by one"

    return [
        FaultColumn("ORDER_TWICE", table, np.array([one for one, _ in pairs]), "order", message)
    ]


def _between(
    raw: RawScenario, heads: VillageRows, blocks: Blocks, tables: Sequence[AddressRows]
) -> tuple[HamletRows, list[Finding]]:
    """Read the metres between hamlets: of hamlets that somebody lives in, each two once."""
    villages, table = len(heads.order), raw.hamlets
    if table is None or not table.size:
        none = np.empty(0, np.str_)
        return HamletRows((none, none), np.empty(0), np.zeros(villages + 1, np.int64)), []
    village, faults = read_villages(table, heads.given_ids, heads.rank)
    findings: list[Finding] = [*faults]
    sides = []
    for field in ("from", "to"):
        words, word_faults = identifiers(table, field)
        findings += word_faults
        sides.append(np.array(words, np.str_))
    metres, number_faults = numbers(table, "metres", required=True)
    findings += number_faults
    known = {
        (of, name)
        for block, rows in zip(blocks, tables, strict=True)
        for of, name in zip(block.sorted.village.tolist(), rows.hamlet.tolist(), strict=True)
    }
    for field, side in zip(("from", "to"), sides, strict=True):
        lost = [
            row
            for row, key in enumerate(zip(village.tolist(), side.tolist(), strict=True))
            if key[1] and key[0] >= 0 and key not in known
        ]
        message = "nobody of its village lives in this hamlet; write one as the other tables do"
        if lost and blocks[0].sorted.table.size:  # no table of households, no word about it
            findings.append(FaultColumn("UNKNOWN_HAMLET", table, np.array(lost), field, message))
    findings += _bad_pairs(table, village, sides, metres)
    order = np.argsort(village, kind="stable")
    names = (sides[0][order], sides[1][order])
    return HamletRows(names, metres[order], bounds(village[order], villages)), findings


def _bad_pairs(
    table: RawTable, village: Ints, sides: Sequence[Ids], metres: Floats
) -> list[Finding]:
    """Name hamlets that are paired with themselves, pairs that stand twice, and bad metres."""
    findings: list[Finding] = []
    for code, wrong, message in (
        ("NEGATIVE", metres < 0, "it is negative; a distance is 0 or more"),
        ("TOO_LARGE", metres > MOST_M, f"it is above {MOST_M:,.0f}; mend it"),
    ):
        if wrong.any():
            findings.append(FaultColumn(code, table, np.flatnonzero(wrong), "metres", message))
    alike = (sides[0] == sides[1]) & (sides[0] != "")
    if alike.any():
        message = "the hamlet is paired with itself; remove the row"
        findings.append(
            FaultColumn("HAMLET_WITH_ITSELF", table, np.flatnonzero(alike), "to", message)
        )
    first: dict[tuple[int, frozenset[str]], int] = {}
    again = []
    for row, (of, one, other) in enumerate(
        zip(village.tolist(), sides[0].tolist(), sides[1].tolist(), strict=True)
    ):
        if one and other and one != other and of >= 0:
            earlier = first.setdefault((of, frozenset((one, other))), row)
            again += [(row, earlier)] if earlier != row else []
    if again:

        def twice(position: int) -> str:
            place = table.where(again[position][1])
            return f"these hamlets have a distance already, at {place}; keep one of the two"

        rows = np.array([row for row, _ in again])
        findings.append(FaultColumn("DISTANCE_TWICE", table, rows, "to", twice))
    return findings
