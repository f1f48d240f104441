"""All stages together: against a plain model of the whole, and on villages in the head."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from optimizer.assignment.lexicographic import LexicographicSolution, solve_lexicographic
from optimizer.assignment.lexicographic_problem import LexicographicProblem
from optimizer.assignment.plan_conversion import members_problem
from optimizer.distance.reach import make_reach, village_reach
from optimizer.domain.goals import Priority, Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from tests.optimizer.assignment.search.test_sequence import as_if_large
from tests.optimizer.oracle import settle
from tests.optimizer.random_villages import ORDERS, random_village, under
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

VILLAGES_EACH = 5
"""Of each policy, order and way: 300 villages in all."""
SLACK = 1e-9
RULES = Rules(min_households=2, max_households=3, max_distance_m=10.0)


def assigned(village: Village, *, room_s: float = 60.0) -> LexicographicSolution:
    """Settle all stages of a village."""
    task = members_problem(village, village_reach(village))
    return solve_lexicographic(task, SearchLimits.lasting(room_s))


@pytest.mark.parametrize("policy", MinimumPolicy)
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
@pytest.mark.parametrize("large", [False, True], ids=["small", "as if large"])
def test_that_a_plain_model_agrees(
    policy: MinimumPolicy,
    order: tuple[Priority, ...],
    large: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that every stage has the value of the plain model and a proof, in the same order."""
    if large:
        as_if_large(monkeypatch)
    first = VILLAGES_EACH * (
        4 * ORDERS.index(order) + 2 * (policy is MinimumPolicy.ENFORCE) + large
    )
    for seed in range(first, first + VILLAGES_EACH):
        made = random_village(seed, most_households=12, most_members=4)
        village = under(made, minimum=policy, priorities=order)
        proofs = assigned(village).proofs
        values = {stage: proof.value for stage, proof in proofs.items()}
        assert list(values.items()) == list(settle(village).items()), seed
        assert all(proof.proven for proof in proofs.values()), seed


@pytest.mark.parametrize("price_m", [0.0, 20.0, 100.0])
@pytest.mark.parametrize("policy", MinimumPolicy)
def test_that_a_priced_change_agrees_with_a_plain_model(
    policy: MinimumPolicy, price_m: float
) -> None:
    """Tests that metres and changes are weighed as the price says, and that it is proven."""
    tried = 0
    for seed in range(40):
        made = random_village(seed, most_households=12, most_members=4)
        if len(made.current):
            order = (Priority.WALK,)
            village = under(made, minimum=policy, priorities=order, change_price_m=price_m)
            proofs = assigned(village).proofs
            values = {stage: proof.value for stage, proof in proofs.items()}
            assert list(values) == list(settle(village)), seed
            assert values == pytest.approx(settle(village), abs=1e-6), seed
            assert all(proof.proven for proof in proofs.values()), seed
            tried += 1
    assert tried > 10


def two_hamlets(**changes: object) -> Village:
    """Return three households around each of two members, 100 m apart, and one far from all."""
    village = make_village(
        on_a_line(0, 1, 2, 100, 101, 103, 500),
        on_a_line(0, 100),
        rules=RULES,
        current=np.array([[0, 0], [1, 1], [6, 0]]),
    )
    return under(village, **changes)


def test_that_hamlets_add_up() -> None:
    """Tests that parts are planned apart and their values summed, with whom nobody reaches.

    Household 1 loses its member, who lives out of reach, and household 6 has nobody at all: both
    by event.
    """
    found = assigned(two_hamlets())
    assert found.person.tolist() == [0, 0, 0, 1, 1, 1, UNSERVED]
    assert found.proofs == {
        Stage.SERVE: Proof(1, 1),
        Stage.MINIMUM: Proof(0, 0),
        Stage.KEEP: Proof(0, 0),
        Stage.WALK: Proof(7, 7),
    }


def test_that_thresholds_are_the_largest_of_the_parts() -> None:
    """Tests that the longest walk and the largest load are those of the hamlet that needs most."""
    order = (Priority.LONGEST, Priority.BALANCE)
    found = assigned(two_hamlets(priorities=order))
    assert found.proofs[Stage.LONGEST] == Proof(3, 3)
    assert found.proofs[Stage.BALANCE] == Proof(3, 3)
    assert found.proofs[Stage.SPREAD] == Proof(18, 18)


def test_that_a_current_person_out_of_reach_is_a_certain_change() -> None:
    """Tests that whose member is beyond the limit goes to the nearest, by event and not choice."""
    village = make_village(
        on_a_line(0, 1, 2), on_a_line(0, 50), rules=RULES, current=np.array([[0, 1], [1, 0]])
    )
    found = assigned(village)
    assert found.person.tolist() == [0, 0, 0]
    assert found.proofs[Stage.KEEP] == Proof(0, 0)


def test_that_of_equal_plans_the_shortest_walk_is_taken() -> None:
    """Tests that a planner who ranks the balance alone gets the shortest walk of all balances."""
    village = make_village(
        on_a_line(0, 1, 9, 10),
        on_a_line(0, 10),
        rules=RULES.model_copy(update={"priorities": (Priority.BALANCE,)}),
    )
    found = assigned(village)
    assert list(found.proofs)[-1] is Stage.WALK
    assert found.proofs[Stage.WALK] == Proof(2, 2)
    assert found.person.tolist() == [0, 0, 1, 1]


@pytest.mark.parametrize(
    ("order", "person", "walk_m", "longest_m"),
    [
        ((Priority.WALK,), [0, 1], math.hypot(8, 3), math.hypot(8, 3)),
        ((Priority.LONGEST,), [1, 0], 9, 5),
    ],
)
def test_that_the_order_of_priorities_decides(
    order: tuple[Priority, ...], person: list[int], walk_m: float, longest_m: float
) -> None:
    """Tests that the shortest walk in all gives way to the longest walk where that is ranked first.

    Each member has one seat; member 0 lives in household 0, and 4 m from household 1.
    """
    village = make_village(
        np.array([[0.0, 0.0], [4.0, 0.0]]),
        np.array([[0.0, 0.0], [-4.0, 3.0]]),
        rules=Rules(min_households=0, max_households=1, max_distance_m=20, priorities=order),
    )
    found = assigned(village)
    homes = village.members.xy[found.person]
    metres = np.hypot(*(village.households.xy - homes).T)
    assert found.person.tolist() == person
    assert metres.sum() == pytest.approx(walk_m)
    assert metres.max() == pytest.approx(longest_m)


@pytest.mark.parametrize(
    ("policy", "person", "serve", "minimum"),
    [(MinimumPolicy.FLAG, [0, 0, 0, 1], 0, 1), (MinimumPolicy.ENFORCE, [0, 0, 0, UNSERVED], 1, 0)],
)
def test_that_the_policy_decides_about_a_load_below_the_minimum(
    policy: MinimumPolicy, person: list[int], serve: int, minimum: int
) -> None:
    """Tests that the fourth household makes an exception where one is allowed, or has nobody."""
    village = make_village(
        on_a_line(0, 0, 1, 1.5), on_a_line(0, 9), rules=RULES.model_copy(update={"minimum": policy})
    )
    blocked = replace(village, forbidden=np.array([[0, 1], [1, 1], [2, 1]]))
    found = assigned(blocked)
    assert found.person.tolist() == person
    assert found.proofs[Stage.SERVE] == Proof(serve, serve)
    assert found.proofs[Stage.MINIMUM] == Proof(minimum, minimum)


@pytest.mark.parametrize(("near", "far"), [(1.0, 6.0), (4.0, 9.0)])
@pytest.mark.parametrize("homes", [(0.0, 10.0), (10.0, 0.0)])
def test_that_a_walk_is_not_proven_by_one_that_serves_more(
    near: float, far: float, homes: tuple[float, float]
) -> None:
    """Tests that a flow without minimum, who reaches one household more, bounds no other walk.

    Two households between two members, who need two each: both go to the same one, and the
    nearer in all is 7 m away. The third household and its only member, who needs four, are far.
    """
    village = make_village(
        np.array([[near, 0.0], [far, 0.0], [5.0, 60.0]]),
        np.array([[homes[0], 0.0], [homes[1], 0.0], [5.0, -30.0]]),
        rules=Rules(max_distance_m=91.0, minimum=MinimumPolicy.ENFORCE),
        windows=np.array([[2, 3], [2, 3], [4, 4]]),
        forbidden=np.array([[2, 0], [2, 1]]),
    )
    found = assigned(village)
    assert found.proofs[Stage.SERVE] == Proof(1, 1)
    assert found.proofs[Stage.WALK] == Proof(7, 7)


@pytest.mark.parametrize(("households", "exceptions"), [(4, 0), (5, 0), (3, 0), (1, 1)])
def test_that_a_reserve_is_better_than_two_exceptions(households: int, exceptions: int) -> None:
    """Tests that loads are 0 or 2 to 3 wherever that can be, however the nearest would share."""
    village = make_village(on_a_line(*range(households)), on_a_line(0, 4), rules=RULES)
    found = assigned(village)
    assert found.proofs[Stage.MINIMUM] == Proof(exceptions, exceptions)
    assert found.proofs[Stage.SERVE] == Proof(0, 0)


@pytest.mark.parametrize("policy", MinimumPolicy)
def test_that_a_locked_pair_is_used_beyond_the_limit(policy: MinimumPolicy) -> None:
    """Tests that a locked pair takes a seat from nearer households, whatever its distance."""
    village = make_village(
        on_a_line(0, 1, 2, 900),
        on_a_line(0),
        rules=RULES.model_copy(update={"minimum": policy}),
        locked=np.array([[3, 0]]),
    )
    assert assigned(village).person.tolist() == [0, 0, UNSERVED, 0]


@pytest.mark.parametrize(("households", "members"), [(0, 0), (0, 2), (2, 0)])
def test_that_an_empty_table_is_planned(households: int, members: int) -> None:
    """Tests that a village without households, or without members, has a proven plan."""
    village = make_village(on_a_line(*range(households)), on_a_line(*range(members)), rules=RULES)
    found = assigned(village)
    assert found.person.tolist() == [UNSERVED] * households
    assert found.proofs[Stage.SERVE] == Proof(households, households)
    assert all(proof.proven for proof in found.proofs.values())


@pytest.mark.parametrize("seed", [3, 14, 15, 92])
def test_that_no_time_proves_nothing_false(seed: int) -> None:
    """Tests that a deadline in the past leaves values and bounds on both sides of the optimum."""
    village = random_village(seed, most_households=12, most_members=4)
    best, proofs = settle(village), assigned(village, room_s=-1.0).proofs
    for stage in proofs:
        proof = proofs[stage]
        # Once a stage is not at its best, those after it are measured on other plans.
        assert proof.bound <= best[stage] + SLACK
        if proof.value != best[stage]:
            assert not proof.proven
            assert proof.value >= best[stage]
            break


def test_that_a_forced_exception_proves_no_longest_walk() -> None:
    """Tests that a narrower limit is asked for with every lock and the exception it forces.

    Member 0 needs three and can have only two, of which one is locked to it. The others hold six;
    somebody who is served beside them walks 50 m to member 0, whose lock is that long.
    """
    metres = [
        {0: 50.0}, {1: 59.0, 2: 15.0}, {0: 20.0, 1: 46.0, 2: 46.0}, {1: 30.0, 2: 6.0},
        {1: 24.0, 2: 66.0}, {1: 63.0, 2: 34.0}, {1: 80.0, 2: 79.0}, {1: 66.0, 2: 52.0},
        {2: 38.0}, {1: 30.0},
    ]  # fmt: skip
    pairs = [(row, person, far) for row, near in enumerate(metres) for person, far in near.items()]
    household, person, far = (np.array(column) for column in zip(*pairs, strict=True))
    rules = Rules(
        min_households=2,
        max_households=3,
        minimum=MinimumPolicy.ENFORCE,
        priorities=(Priority.LONGEST, Priority.WALK),
    )
    task = LexicographicProblem(
        make_reach(household, person, far, (10, 3)),
        minimum=np.array([3, 2, 2]),
        maximum=np.array([3, 3, 3]),
        current=np.full(10, UNSERVED),
        locked=np.isin(np.arange(10), [0, 9]),
        rules=rules,
        households=np.arange(10),
        persons=np.arange(3),
    )
    found = solve_lexicographic(task, SearchLimits.lasting(60))
    assert found.person[[0, 9]].tolist() == [0, 1]
    assert found.proofs[Stage.SERVE] == Proof(2, 2)
    assert found.proofs[Stage.MINIMUM] == Proof(1, 1)
    assert found.proofs[Stage.LONGEST] == Proof(50.0, 50.0)
