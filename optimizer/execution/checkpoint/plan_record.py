"""A plan as bytes, exactly, and back: a short JSON head of a fixed form, then plain columns.

A record is data. Its head says how long each column is; the types of the columns are written down
here and not in the record, nothing in it is compressed, and together the lengths have to give
the record's own. So whatever the bytes are, reading makes plans, takes some times the memory of
the record, and runs nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple
from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.goals import Stage
from optimizer.domain.plan import (
    UNSERVED,
    Assignment,
    Baseline,
    Baselines,
    Pocket,
    Reason,
    Recruitment,
    Relaxations,
    Verdict,
    VillagePlan,
)
from optimizer.domain.proof import Proof
from optimizer.execution.checkpoint.curve_columns import read_curve, write_curve
from optimizer.execution.checkpoint.leaver_columns import (
    read_stand_ins,
    read_survival,
    write_survival,
)
from optimizer.execution.checkpoint.record_columns import (
    RecordColumns,
    RecordError,
    counted,
    listed,
    number,
    text,
)
from optimizer.execution.checkpoint.team_records import read_teams, write_teams

HEAD = 4
"""Bytes of the head's length."""
LONGEST_HEAD = 1 << 16
"""Bytes of a head: ids are short, and all that is long is a column."""
REASONS = ("", *(str(reason) for reason in Reason))
"""A household's reason is kept as its place here."""
_WAYS = ("pockets", "search")
_EASED = ("max_distance_m", "max_households")


def write_record(plan: VillagePlan) -> bytes:
    """Return a plan as bytes.

    Raises
    ------
    RecordError
        When the head would be too long to be read again.
    """
    columns: list[bytes] = []
    head = {
        "village": plan.village_id,
        "verdict": str(plan.verdict),
        "seconds": plan.seconds,
        "today": _assignment(plan.today, columns),
        "after": None if plan.after is None else _assignment(plan.after, columns),
        "recruitment": None
        if plan.recruitment is None
        else _recruitment(plan.recruitment, columns),
        "relaxations": None if plan.relaxations is None else astuple(plan.relaxations),
        "baselines": [astuple(plan.baselines.nearest), astuple(plan.baselines.greedy)],
        "locked": len(plan.locked_beyond_limit),
    }
    columns.append(_whole(plan.locked_beyond_limit))
    if plan.survival is not None:
        head["survival"] = write_survival(plan.survival, columns)
    written = json.dumps(head, default=_plain).encode()
    if len(written) > LONGEST_HEAD:
        raise RecordError(f"a head of {len(written)} bytes")
    return b"".join([len(written).to_bytes(HEAD, "little"), written, *columns])


def _plain(value: object) -> object:
    """Return a number of numpy's as one of Python's."""
    if isinstance(value, np.generic):
        return value.item()
    raise TypeError(f"a plan holds no {type(value).__name__}")


def _whole(values: NDArray[Any]) -> bytes:
    return np.asarray(values, "<i8").tobytes()


def _assignment(made: Assignment, columns: list[bytes]) -> dict[str, object]:
    """Append an assignment's columns, and return what the head says of it."""
    code = {reason: number for number, reason in enumerate(REASONS)}
    reasons = bytes(code[reason] for reason in made.reasons.tolist())
    metres = np.asarray(made.metres, "<f8").tobytes()
    columns += [_whole(made.person), metres, reasons, _whole(made.loads)]
    if made.prices is not None:
        columns.append(_whole(made.prices))
    if made.by_event is not None:
        columns.append(made.by_event.astype(np.uint8).tobytes())
    stand_ins = made.stand_ins
    if stand_ins is not None:
        away = np.asarray(stand_ins.metres, "<f8").tobytes()
        columns += [_whole(stand_ins.person), away, _whole(stand_ins.moves)]
    return {
        "households": len(made.person),
        "persons": len(made.loads),
        "prices": made.prices is not None,
        "changed": made.changed,
        "kept": made.by_event is not None,
        "stand_ins": None if stand_ins is None else len(stand_ins.moves),
        "proofs": [[str(stage), *astuple(proof)] for stage, proof in made.proofs.items()],
        **write_teams(made.teams, columns),
    }


def _recruitment(found: Recruitment, columns: list[bytes]) -> dict[str, object]:
    """Append the columns of recruits and their pockets, and return what the head says."""
    pockets = found.pockets
    sizes = [
        [len(one.households), len(one.members), one.room, one.recruits_at_least] for one in pockets
    ]
    table = np.array(sizes, "<i8").reshape(-1, 4)
    columns += [_whole(found.places), _whole(found.worth), _whole(table)]
    columns += [_whole(rows) for one in pockets for rows in (one.households, one.members)]
    columns += write_curve(found.curve)
    return {
        "needed": astuple(found.needed),
        "by": found.by,
        "recruits": len(found.places),
        "pockets": len(pockets),
        **({"curve": len(found.curve)} if found.curve else {}),
    }


def read_record(record: bytes) -> VillagePlan:
    """Return the plan of a record.

    Raises
    ------
    RecordError
        When the record holds anything but a plan.
    """
    size = int.from_bytes(record[:HEAD], "little")
    if size > LONGEST_HEAD or HEAD + size > len(record):
        raise RecordError(f"a head of {size} bytes")
    try:
        head = json.loads(record[HEAD : HEAD + size])
        plan = _plan(head, columns := RecordColumns(record, HEAD + size))
    except RecordError:
        raise
    except (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError) as fault:
        raise RecordError(f"{type(fault).__name__} in its head") from fault
    columns.end()
    return plan


def _plan(head: Mapping[str, Any], columns: RecordColumns) -> VillagePlan:
    today = _read_assignment(head["today"], columns)
    after = None if head["after"] is None else _read_assignment(head["after"], columns)
    found = head["recruitment"]
    recruitment = None if found is None else _read_recruitment(found, columns)
    eased = head["relaxations"]
    nearest, greedy = (_baseline(rule) for rule in listed(head["baselines"], 2))
    locked = columns.whole(2 * counted(head["locked"])).reshape(-1, 2)
    survival = read_survival(head["survival"], columns) if "survival" in head else None
    return VillagePlan(
        village_id=text(head["village"]),
        verdict=Verdict(head["verdict"]),
        today=today,
        recruitment=recruitment,
        after=after,
        relaxations=None if eased is None else _relaxations(listed(eased, 3)),
        baselines=Baselines(nearest, greedy),
        locked_beyond_limit=locked,
        seconds=number(head["seconds"]),
        survival=survival,
    )


def _read_assignment(head: Mapping[str, Any], columns: RecordColumns) -> Assignment:
    households, persons = counted(head["households"]), counted(head["persons"])
    person, metres = columns.whole(households), columns.metres(households)
    codes, loads = columns.codes(households), columns.whole(persons)
    prices = columns.whole(households) if head.get("prices") is True else None
    by_event = columns.codes(households) if head["kept"] is True else None
    if by_event is not None and (by_event > 1).any():
        raise RecordError("a truth that there is not")
    if (codes >= len(REASONS)).any():
        raise RecordError("a reason that there is not")
    if ((person < UNSERVED) | (person >= persons)).any() or (loads < 0).any():
        raise RecordError("a person that there is not")
    return Assignment(
        person=person,
        metres=metres,
        loads=loads,
        reasons=np.array(REASONS, "<U8")[codes],
        changed=counted(head["changed"]),
        proofs={Stage(stage): _proof(values) for stage, *values in _rows(head["proofs"])},
        prices=prices,
        by_event=None if by_event is None else by_event.astype(bool),
        stand_ins=read_stand_ins(head["stand_ins"], columns, households, persons),
        teams=read_teams(head, persons, columns),
    )


def _rows(value: object) -> Iterable[list[Any]]:
    if not isinstance(value, list) or not all(isinstance(row, list) and row for row in value):
        raise RecordError("a list of lists is expected")
    return value


def _proof(values: object) -> Proof:
    value, bound, step = listed(values, 3)
    return Proof(number(value), number(bound), None if step is None else number(step))


def _read_recruitment(head: Mapping[str, Any], columns: RecordColumns) -> Recruitment:
    recruits, pockets = counted(head["recruits"]), counted(head["pockets"])
    places, worth = columns.whole(recruits), columns.whole(recruits)
    table = columns.whole(4 * pockets).reshape(-1, 4)
    if (table[:, :2] < 0).any():
        raise RecordError("a pocket of fewer than no rows")
    if head["by"] not in _WAYS:
        raise RecordError("a number proven in no known way")
    found = tuple(
        Pocket(columns.whole(households), columns.whole(members), room, least)
        for households, members, room, least in table.tolist()
    )
    curve = read_curve(counted(head.get("curve", 0)), columns)
    return Recruitment(_proof(head["needed"]), head["by"], places, worth, found, curve)


def _relaxations(values: Sequence[Any]) -> Relaxations:
    metres, most, unknown = values
    if not isinstance(unknown, list) or any(name not in _EASED for name in unknown):
        raise RecordError("a relaxation that there is not")
    return Relaxations(
        None if metres is None else number(metres),
        None if most is None else counted(most),
        tuple(unknown),
    )


def _baseline(values: object) -> Baseline:
    unserved, overloaded, excess, exceptions, walk_m, longest_m = listed(values, 6)
    return Baseline(
        unserved=counted(unserved),
        overloaded=counted(overloaded),
        excess=counted(excess),
        exceptions=counted(exceptions),
        walk_m=number(walk_m),
        longest_m=number(longest_m),
    )
