"""Stand-ins, beside every way to share the households of a leaver."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.distance.reach import village_reach
from optimizer.domain.plan import UNSERVED
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.stand_ins import StandIns
from optimizer.pipeline import plan_village
from optimizer.resilience.roster import make_roster
from optimizer.resilience.stand_ins import find_stand_ins
from tests.optimizer.random_villages import random_village, under
from tests.optimizer.resilience.leaver_oracle import MICRO, away_m, best_stand_ins
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

RULES = Rules(min_households=1, max_households=3, max_distance_m=10.0)


def stand_ins(village: Village) -> tuple[Ints, StandIns]:
    """Plan a village, and return its persons and their stand-ins."""
    person = plan_village(village).today.person
    roster = make_roster(village, village_reach(village))
    return person, find_stand_ins(roster, person)


def carried_out(person: Ints, found: StandIns, leaver: int) -> Ints:
    """Return the persons once somebody has left."""
    then = np.where(person == leaver, found.person, person)
    for gone, household, before, now in found.moves.tolist():
        if gone == leaver:
            assert person[household] == before != leaver
            then[household] = now
    return then


def test_that_the_nearest_spare_seat_is_taken() -> None:
    """Tests that the households of the one in the middle go to both sides, each the nearer."""
    windows = np.array([[1, 2], [1, 2], [1, 3]])
    village = make_village(
        on_a_line(0, 4, 6, 10), on_a_line(0, 5, 10), rules=RULES, windows=windows
    )
    person, found = stand_ins(village)
    assert person.tolist() == [0, 1, 1, 2]
    assert found.person[1:3].tolist() == [0, 2]
    assert found.metres[1:3].tolist() == [4.0, 4.0]
    assert len(found.moves) == 0


def test_that_others_move_only_where_they_must() -> None:
    """Tests that a full neighbour who passes a household on is listed."""
    windows = np.array([[1, 1], [1, 1], [1, 1]])
    village = make_village(on_a_line(0, 8), on_a_line(0, 9, 18), rules=RULES, windows=windows)
    person, found = stand_ins(village)
    assert person.tolist() == [0, 1]
    # Only the second member reaches the first household, and only the third takes its own.
    assert found.person.tolist() == [1, 2]
    assert found.moves.tolist() == [[0, 1, 1, 2]]


def test_that_a_lock_lapses_with_its_member() -> None:
    """Tests that a locked household has a stand-in, and that a lock to another one stays."""
    village = make_village(
        on_a_line(0, 1), on_a_line(0, 1), rules=RULES, locked=np.array([[0, 1], [1, 0]])
    )
    person, found = stand_ins(village)
    assert (person.tolist(), found.person.tolist()) == ([1, 0], [0, 1])


@pytest.mark.parametrize("first", range(0, 100, 50))
def test_that_every_way_was_looked_at(first: int) -> None:
    """Tests that on random villages no other way leaves fewer, moves fewer or walks less."""
    for seed in range(first, first + 50):
        village = under(random_village(seed, most_households=6, most_members=4))
        person, found = stand_ins(village)
        for leaver in np.unique(person[person != UNSERVED]).tolist():
            then = carried_out(person, found, leaver)
            rows = np.flatnonzero(person != UNSERVED)
            served = rows[then[rows] != UNSERVED].tolist()
            moved = int(((then != person) & (person != leaver))[rows].sum())
            walk = sum(round(away_m(village, row, then[row], ()) * MICRO) for row in served)
            mine = (len(rows) - len(served), moved, walk)
            assert mine == best_stand_ins(village, person, (), leaver), (seed, leaver)
