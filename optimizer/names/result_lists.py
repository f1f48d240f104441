"""A result read back village by village for its lists: a folder's tables, or a response JSON."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from optimizer.domain.plan import METRE_DECIMALS
from optimizer.errors import Problem, ScenarioError
from optimizer.names.listed_village import (
    Assigned,
    ListedRecruit,
    ListedVillage,
    Move,
    StandIn,
    TeamMember,
    WhichPlan,
    in_order,
)
from optimizer.names.response_lists import villages_of_response
from optimizer.output.checks.json_values import JsonFaults, a_list, a_text, an_object
from optimizer.output.folder.result_reader import read_table
from optimizer.output.folder.result_tables import BOUNDS
from optimizer.output.folder.village_list import read_list
from optimizer.output.folder.village_pieces import Columns, WrongOrder, open_pieces
from optimizer.output.summary.summary_table import LEDGER, read_summary_table

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ResultLists:
    """A result: its villages' names by id, and a way through their lists, once.

    Parameters
    ----------
    names
        All villages, those that could not be planned too.
    villages
        Those with a plan.
    """

    names: Mapping[str, str]
    villages: Iterator[ListedVillage]


def open_lists(result: Path) -> ResultLists:
    """Open a result folder or a response JSON.

    Raises
    ------
    ScenarioError
        When it is neither, or not whole; also later, when villages are asked for.
    """
    if not result.is_dir():
        listed = villages_of_response(result)
        return ResultLists(dict.fromkeys(listed, ""), filter(None, listed.values()))
    table = read_summary_table(result / LEDGER)
    rows = {row.village_id: (row.name, " / ".join(row.area)) for row in table}
    return ResultLists({key: name for key, (name, _) in rows.items()}, _of_folder(result, rows))


def _of_folder(folder: Path, rows: Mapping[str, tuple[str, str]]) -> Iterator[ListedVillage]:
    moves, stand_ins = (_grouped(folder / f"{name}.csv") for name in ("moves", "stand_ins"))
    path = folder / BOUNDS
    try:
        with open_pieces(folder) as pieces:
            for entry in read_list(path):
                faults = JsonFaults(BOUNDS)
                asked = an_object(an_object(entry, "entry", faults).get("asked"), "asked", faults)
                village = a_text(asked.get("id"), "id", faults)
                households, members = (
                    _ids(asked, name, faults) for name in ("households", "members")
                )
                if faults.found or village not in rows:
                    raise unreadable(path)
                served, unserved, recruits, teams = (piece.of(village) for piece in pieces)
                name, area = rows[village]
                yield ListedVillage(
                    village,
                    name,
                    area,
                    households,
                    members,
                    _assigned(served),
                    _unserved(unserved),
                    list(map(_recruit, _lines(recruits))),
                    places_are_households="places" not in asked,
                    teams=list(map(_team_member, _lines(teams))),
                    moves=list(map(_move, moves.get(village, ()))),
                    stand_ins=list(map(_stand_in, stand_ins.get(village, ()))),
                )
            for piece in pieces:
                piece.end()
    except (OSError, orjson.JSONDecodeError, WrongOrder, KeyError, ValueError) as fault:
        raise unreadable(path) from fault


def unreadable(path: Path) -> ScenarioError:
    """Return the problem of a result that is not as it was written."""
    message = "it is not as this program writes it; name a whole result, or plan again"
    return ScenarioError([Problem("UNREADABLE_PLAN", str(path), "", "", message)])


def _ids(asked: Mapping[object, object], name: str, faults: JsonFaults) -> list[str]:
    listed = a_list(asked.get(name), name, faults)
    return [a_text(an_object(one, name, faults).get("id"), name, faults) for one in listed]


def _lines(table: Columns) -> Iterator[Row]:
    names = list(table)
    for cells in zip(*table.values(), strict=True):
        yield dict(zip(names, map(str, cells), strict=True))


def _grouped(path: Path) -> Mapping[str, Sequence[Row]]:
    """Return the rows of a table that only some results have, by village."""
    found: dict[str, list[Row]] = defaultdict(list)
    if path.is_file():
        for row in _lines(read_table(path)):
            found[row["village"]].append(row)
    return found


def _assigned(table: Columns) -> Mapping[WhichPlan, Sequence[Assigned]]:
    found: dict[WhichPlan, list[Assigned]] = defaultdict(list)
    columns = (table[name] for name in ("household", "person", "metres", "plan"))
    for household, person, metres, plan in zip(*columns, strict=True):
        length = round(float(metres), METRE_DECIMALS) if isinstance(metres, float) else None
        found[WhichPlan(str(plan))].append(Assigned(str(household), str(person), length))
    return {plan: in_order(rows) for plan, rows in found.items()}


def _unserved(table: Columns) -> Mapping[str, Mapping[WhichPlan, str]]:
    return {row["household"]: {plan: row[plan] for plan in WhichPlan} for row in _lines(table)}


def _recruit(row: Row) -> ListedRecruit:
    households = int(row["households"]) if row["households"] else None
    return ListedRecruit(row["recruit"], row["place"], row["hamlet"], households)


def _team_member(row: Row) -> TeamMember:
    return TeamMember(WhichPlan(row["plan"]), row["team"], row["member"], row["leads"] == "yes")


def _move(row: Row) -> Move:
    before, now = row["from"] or None, row["to"] or None
    return Move(WhichPlan(row["plan"]), row["household"], before, now, row["cause"])


def _stand_in(row: Row) -> StandIn:
    metres = float(row["metres"]) if row["metres"] else None
    other = row["stand_in"] or None
    return StandIn(WhichPlan(row["plan"]), row["household"], row["person"], other, metres)
