"""From raw tables to a `Scenario`: everything is checked, then everything is raised or made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.notes import Note
from optimizer.domain.scenario import (
    Floats,
    Ids,
    Ints,
    Members,
    Scenario,
    Village,
)
from optimizer.domain.teams import TeamRequests
from optimizer.input.checks.address_checks import addresses_of, read_addresses
from optimizer.input.checks.blocks import Block
from optimizer.input.checks.degrees_and_metres import dragged_problems, mistaken_system
from optimizer.input.checks.distance_checks import distances_of, read_distances
from optimizer.input.checks.faults import Finding, raise_findings
from optimizer.input.checks.former import read_former
from optimizer.input.checks.land_assembly import land_of_villages, misplaced
from optimizer.input.checks.land_rules import land_findings, pathless
from optimizer.input.checks.lending_request import unknown_lenders
from optimizer.input.checks.load_windows import Crew, impossible_windows
from optimizer.input.checks.location import locate
from optimizer.input.checks.member_columns import MemberColumns, read_member_columns
from optimizer.input.checks.noted_rows import dragged_causes, invented_villages, notes_of, refused
from optimizer.input.checks.pair_checks import KINDS, PairRows, Sorted, locks_of, read_pairs
from optimizer.input.checks.points import PointRows, bounds, read_points, read_villages, sorted_rows
from optimizer.input.checks.raw_scenario import RawScenario
from optimizer.input.checks.size_checks import all_size_problems
from optimizer.input.checks.supervision_request import POINTER, head_of, supervision_problems
from optimizer.input.checks.team_requests import TeamMembers, read_team_requests
from optimizer.input.checks.village_rows import VillageRows, read_village_rows

_Kind = TypeVar("_Kind", bound=np.generic)


_Pairs = tuple[tuple[Ints, Ints], ...]
"""For each kind, pairs as rows inside their village, and the row at which each village begins."""


def scenario_from_raw(raw: RawScenario, *, checked: bool = False) -> Scenario:
    """Check raw tables and make the scenario.

    Parameters
    ----------
    checked
        True for villages that were checked before: where their paths lie is known, and how large
        they may be was asked when they were taken, whatever the limits are today.

    Raises
    ------
    ScenarioError
        With every problem of every table.
    """
    findings: list[Finding] = list(raw.findings)
    heads, head_findings = read_village_rows(raw)
    blocks, rows, middles, block_findings = _blocks(raw, heads)
    crew, crew_findings = read_member_columns(rows[1], heads.rules, blocks[1].sorted.order)
    pairs, locks, former, pair_findings = _pairs(raw, heads, blocks, crew)
    asked, request_findings = _requests(raw, heads, blocks, crew)
    crew_findings = crew_findings or _impossible(raw, heads, blocks, crew, locks)
    crew_findings += dragged_causes(raw) if crew_findings else []
    findings += head_findings + block_findings + crew_findings + pair_findings + request_findings
    findings += land_findings(raw, heads)
    named, named_findings = read_distances(raw, heads, blocks)
    lived, lived_findings = read_addresses(raw, heads, blocks)
    findings += named_findings + lived_findings
    findings += [] if checked or raw.findings else pathless(raw, heads)
    # Where maps lie is asked once every point is known to lie somewhere.
    raise_findings(findings or ([] if checked else misplaced(raw, heads, blocks)))
    notes = () if checked else _notes(raw, heads, rows, blocks)
    raise_findings(refused(notes) if raw.strict else [])
    # Ids are rows now: from here on nothing can fail, but a village that is too large to plan.
    paths, walls = land_of_villages(raw, heads, blocks, middles)
    villages = tuple(
        replace(
            _village(raw, heads, blocks, crew, pairs, number),
            network=paths[number],
            barriers=walls[number],
            distances=distances_of(named, blocks, number),
            addresses=addresses_of(lived, blocks, number),
            former=former[number],
            teams=asked[number],
        )
        for number in range(len(heads.order))
    )
    where = map(raw.villages.where, heads.order.tolist())
    raise_findings([] if checked else all_size_problems(villages, where))
    across = [*unknown_lenders(raw.lending, heads.given_ids), *_unsupervised(raw, villages)]
    raise_findings(across)
    own = raw.lending, raw.supervision
    return Scenario(heads.shared, villages, raw.lonlat, notes, raw.systems, *own)


def _unsupervised(raw: RawScenario, villages: Sequence[Village]) -> list[Finding]:
    where = POINTER if raw.rules_where.startswith("/") else f"{raw.rules_where} supervision"
    return supervision_problems(raw.supervision, where, map(head_of, villages))


def _notes(
    raw: RawScenario,
    heads: VillageRows,
    rows: tuple[PointRows, ...],
    blocks: tuple[Block, ...],
) -> tuple[Note, ...]:
    """Return what looks wrong; a village that nobody meant is refused.

    Raises
    ------
    ScenarioError
        Where tables alone name the villages and two of these look alike.
    """
    raise_findings(invented_villages(raw) if raw.named else [])
    return notes_of(raw, heads, rows, [(block.sorted.order, block.xy) for block in blocks])


def _blocks(
    raw: RawScenario, heads: VillageRows
) -> tuple[tuple[Block, ...], tuple[PointRows, ...], Floats, list[Finding]]:
    """Read households, members and places."""
    count = len(heads.order)
    needed = np.array([rules.metric.needs_points for rules in heads.rules], np.bool_)
    read = [
        read_points(table, heads.given_ids, heads.rank, needed)
        for table in (raw.households, raw.members, raw.places)
    ]
    points = (read[0][0], read[1][0], read[2][0])
    faults: list[Finding] = [fault for _, found in read for fault in found]
    metres, middles, location_faults = locate(points, count, lonlat=raw.lonlat)
    if raw.system_known:
        faults += mistaken_system(points, count, lonlat=raw.lonlat)
        faults += [*dragged_problems(points), *location_faults] if location_faults else []
    blocks = []
    for rows, xy in zip(points, metres, strict=True):
        order, twice = sorted_rows(rows)
        faults += twice
        village = rows.village[order]
        chosen = Sorted(rows.table, order, village, _frozen(rows.ids[order]))
        given = _frozen(rows.given[order])
        placed = _frozen(xy[order]) if raw.lonlat else given
        blocks.append(Block(chosen, placed, given, bounds(village, count)))
    return tuple(blocks), points, middles, faults


def _requests(
    raw: RawScenario, heads: VillageRows, blocks: tuple[Block, ...], crew: MemberColumns
) -> tuple[list[TeamRequests | None], list[Finding]]:
    """Read what each sorted village asks of its teams."""
    village, faults = read_villages(raw.teams, heads.given_ids, heads.rank)
    members = blocks[1].sorted
    known = TeamMembers(members.village, members.ids, crew.team, blocks[1].starts)
    asked, found = read_team_requests(raw.teams, village, known, len(heads.order))
    return asked, [*faults, *found]


def _impossible(
    raw: RawScenario,
    heads: VillageRows,
    blocks: tuple[Block, ...],
    crew: MemberColumns,
    locks: Ints,
) -> list[Finding]:
    """Return the villages whose window no number of members can meet, locks considered."""
    members = Crew(blocks[1].sorted.village, crew.minimum, crew.maximum, locks)
    households = np.diff(blocks[0].starts)
    return [*impossible_windows(raw.villages, heads.order, heads.rules, households, members)]


def _pairs(
    raw: RawScenario, heads: VillageRows, blocks: tuple[Block, ...], crew: MemberColumns
) -> tuple[_Pairs, Ints, list[Ids | None], list[Finding]]:
    """Read the pairs and cut them by kind; count the locked ones of each sorted member.

    Also returned: of each village, who looked after which household and is gone.
    """
    village, faults = read_villages(raw.pairs, heads.given_ids, heads.rank)
    pairs, pair_faults = read_pairs(
        raw.pairs, village, blocks[0].sorted, blocks[1].sorted, crew.maximum
    )
    cuts = tuple(_cut(pairs, kind, blocks, len(heads.order)) for kind in range(len(KINDS)))
    where, former_faults = read_villages(raw.former, heads.given_ids, heads.rank)
    former, more_faults = read_former(raw.former, where, blocks[0].sorted, blocks[1].sorted, pairs)
    faults += [*pair_faults, *former_faults, *more_faults]
    gone = [_some(part) for part in np.split(former, blocks[0].starts[1:-1])]
    return cuts, locks_of(pairs, len(crew.maximum)), gone, [*faults]


def _some(former: Ids) -> Ids | None:
    """Return a village's former persons, None where there is none."""
    return _frozen(former) if (former != "").any() else None


def _cut(pairs: PairRows, kind: int, blocks: tuple[Block, ...], villages: int) -> tuple[Ints, Ints]:
    """Return the pairs of a kind as rows inside their villages, and where each village begins."""
    chosen = pairs.kind == kind
    village = pairs.village[chosen]
    household = pairs.household[chosen] - blocks[0].starts[village]
    member = pairs.member[chosen] - blocks[1].starts[village]
    return _frozen(np.column_stack((household, member))), bounds(village, villages)


def _village(
    raw: RawScenario,
    heads: VillageRows,
    blocks: tuple[Block, ...],
    crew: MemberColumns,
    pairs: _Pairs,
    number: int,
) -> Village:
    """Make one village from slices of the sorted tables."""
    households, members, places = (block.points(number) for block in blocks)
    span = slice(*blocks[1].starts[number : number + 2].tolist())
    row = int(heads.order[number])
    locked, forbidden, current = (cut[starts[number] : starts[number + 1]] for cut, starts in pairs)
    return Village(
        id=heads.given_ids[row],
        name=heads.names[row] or heads.given_ids[row],
        area=raw.areas[row],
        rules=heads.rules[number],
        households=households,
        members=Members(
            members.ids,
            members.xy,
            members.given,
            crew.minimum[span],
            crew.maximum[span],
            crew.team[span],
            crew.leads[span] if crew.leads[span].any() else None,
        ),
        places=places if len(places) else None,
        locked=locked,
        forbidden=forbidden,
        current=current,
        lonlat=raw.lonlat,
    )


def _frozen(array: NDArray[_Kind]) -> NDArray[_Kind]:
    """Make an array read-only; the slices of it are then too."""
    array.setflags(write=False)
    return array
