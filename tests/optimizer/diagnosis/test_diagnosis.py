"""Why somebody is unserved, the village in one word, and what else would help."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from optimizer.diagnosis.reasons import reasons
from optimizer.diagnosis.relaxations import relaxations
from optimizer.diagnosis.verdicts import verdict
from optimizer.distance.reach import village_reach
from optimizer.domain.plan import UNSERVED, Reason, Relaxations, Verdict
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.pipeline import plan_village
from tests.optimizer.random_villages import under
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import TODAY, example, on_a_line
from tests.optimizer.verification.test_laws import villages

RULES = Rules(min_households=2, max_households=3, max_distance_m=10.0, recruiting=False)
NOBODY = UNSERVED


def why(village: Village, *person: int) -> list[str]:
    """Return the reasons under a plan with these persons."""
    most = village.members.maximum
    found: list[str] = reasons(village, village_reach(village), np.array(person), most).tolist()
    return found


def test_that_each_reason_is_told_from_the_others() -> None:
    """Tests that a full member, a forbidden pair and nobody near have each their reason."""
    found = why(example(), *TODAY.tolist())
    assert found[3] == Reason.CAPACITY
    assert found[7] == Reason.EXCLUDED
    assert found[9:] == [Reason.DISTANCE, Reason.DISTANCE]
    assert [found[row] for row in (0, 1, 2, 4, 5, 6, 8)] == [""] * 7


@pytest.mark.parametrize(("at_m", "reason"), [(10.0, Reason.EXCLUDED), (10.001, Reason.DISTANCE)])
def test_that_a_forbidden_pair_explains_only_what_is_near(at_m: float, reason: Reason) -> None:
    """Tests that a forbidden pair exactly at the limit is a reason, and one past it none."""
    village = make_village(on_a_line(at_m), on_a_line(0), rules=RULES, forbidden=np.array([[0, 0]]))
    assert why(village, NOBODY) == [reason]


def test_that_a_forbidden_pair_is_no_reason_beside_a_full_member() -> None:
    """Tests that who reaches one full member lacks room, whoever else is forbidden."""
    village = make_village(
        on_a_line(0, 1, 2, 3), on_a_line(0, 13), rules=RULES, forbidden=np.array([[3, 1]])
    )
    assert why(village, 0, 0, 0, NOBODY)[3] == Reason.CAPACITY


def test_that_a_free_seat_behind_an_exchange_is_told_from_none() -> None:
    """Tests that it is MINIMUM where an exchange would free a seat, CAPACITY where none does.

    Household 3 reaches member 0 only, who is full; household 2 could go on to member 1, who is
    idle, because two are the fewest there.
    """
    village = make_village(
        on_a_line(-4, -3, 5, -8),
        on_a_line(0, 12),
        rules=RULES.model_copy(update={"minimum": MinimumPolicy.ENFORCE}),
    )
    assert why(village, 0, 0, 0, NOBODY)[3] == Reason.MINIMUM
    apart = replace(village, forbidden=np.array([[2, 1]]))
    assert why(apart, 0, 0, 0, NOBODY)[3] == Reason.CAPACITY
    locked = replace(village, locked=np.array([[2, 0]]))
    assert why(locked, 0, 0, 0, NOBODY)[3] == Reason.CAPACITY


def counted(households: int, members: int) -> Village:
    """Return a village of one point with windows of 5 to 10."""
    return make_village(
        np.zeros((households, 2)), np.zeros((members, 2)), rules=Rules(recruiting=False)
    )


@pytest.mark.parametrize(
    ("households", "members", "unserved", "word"),
    [
        (0, 0, 0, Verdict.OK),
        (1, 0, 1, Verdict.NO_MEMBERS),
        (0, 1, 0, Verdict.SURPLUS),
        (21, 2, 1, Verdict.NEEDS_MEMBERS),
        (20, 2, 1, Verdict.NEEDS_MEMBERS_LOCAL),
        (9, 2, 1, Verdict.NEEDS_MEMBERS_LOCAL),
        (20, 2, 0, Verdict.TIGHT),
        (19, 2, 0, Verdict.TIGHT),
        (18, 2, 0, Verdict.OK),
        (10, 2, 0, Verdict.OK),
        (9, 2, 0, Verdict.SURPLUS),
    ],
)
def test_that_the_first_verdict_that_holds_is_given(
    households: int, members: int, unserved: int, word: Verdict
) -> None:
    """Tests that every edge has two sides: 18 of 20 are exactly 90 % and fine, 19 are tight."""
    assert verdict(counted(households, members), unserved) is word


def test_that_a_tight_and_shrunken_window_is_surplus_first() -> None:
    """Tests that fewer households than the minima is said before over 90 % full."""
    village = make_village(
        np.zeros((19, 2)), np.zeros((2, 2)), rules=Rules(), windows=np.array([[10, 10], [10, 10]])
    )
    assert verdict(village, 0) is Verdict.SURPLUS


def relaxed(village: Village) -> Relaxations:
    """Return the relaxations of a plan."""
    found = plan_village(village).relaxations
    assert found is not None
    return found


def left_out(village: Village) -> int:
    """Return how many are unserved."""
    return len(plan_village(village).today.unserved)


def raised(village: Village, most: int) -> Village:
    """Raise the maximum of the rules and of everybody who has that one."""
    own = village.members.maximum
    follows = own == village.rules.max_households
    members = replace(village.members, maximum=np.where(follows, most, own))
    return replace(under(village, max_households=most), members=members)


def line(*, far_m: float, households: int = 4, **more: Ints) -> Village:
    """Return households at 1, 2 and so on, the last one far, and members at 0 and 100."""
    at = [*range(1, households), far_m]
    return make_village(on_a_line(*at), on_a_line(0, 100), rules=RULES, **more)  # type: ignore[arg-type]


def test_that_the_smallest_limit_serves_everybody_and_less_does_not() -> None:
    """Tests that a limit of 12.5 m serves a household so far away, and one bit less does not."""
    village = line(far_m=87.5)
    found = relaxed(village)
    assert found == Relaxations(12.5, None)
    assert left_out(under(village, max_distance_m=12.5)) == 0
    assert left_out(under(village, max_distance_m=float(np.nextafter(12.5, 0)))) == 1


def test_that_the_smallest_maximum_serves_everybody_and_less_does_not() -> None:
    """Tests that for six households of one member 6 do, 5 do not, and no limit does."""
    village = make_village(on_a_line(*range(6)), on_a_line(0), rules=RULES)
    found = relaxed(village)
    assert found == Relaxations(None, 6)
    assert left_out(raised(village, 6)) == 0
    assert left_out(raised(village, 5)) == 1


def test_that_either_relaxation_may_do() -> None:
    """Tests that beside a full member either a farther one helps, 96 m away, or a fourth seat."""
    assert relaxed(line(far_m=4.0)) == Relaxations(96.0, 4)


def test_that_nothing_helps_where_everything_is_forbidden() -> None:
    """Tests that both relaxations are None where a household may go to nobody."""
    village = line(far_m=4.0, forbidden=np.array([[0, 0], [0, 1]]))
    assert relaxed(village) == Relaxations(None, None)


def test_that_nothing_helps_without_members() -> None:
    """Tests that no limit and no maximum makes up for members."""
    assert relaxed(make_village(on_a_line(0), on_a_line(), rules=RULES)) == Relaxations(None, None)


def test_that_a_members_own_maximum_stays() -> None:
    """Tests that raising the rule raises only the members who follow the rule."""
    own = line(far_m=4.0, windows=np.array([[0, 2], [0, 3]]))
    assert relaxed(own).max_households is None
    assert relaxed(line(far_m=4.0, windows=np.array([[0, 3], [0, 2]]))).max_households == 4


def test_that_a_locked_household_stays_where_it_is() -> None:
    """Tests that a longer limit does not unlock: of four at a member, three are locked there."""
    village = line(far_m=4.0, locked=np.array([[0, 0], [1, 0], [2, 0]]))
    assert relaxed(village) == Relaxations(96.0, 4)
    all_locked = replace(
        village, locked=np.array([[0, 0], [1, 0], [2, 0]]), forbidden=np.array([[3, 1]])
    )
    assert relaxed(all_locked) == Relaxations(None, 4)


def test_that_an_enforced_minimum_asks_for_more() -> None:
    """Tests that a limit has to reach a second household where one alone is too few.

    The fourth household is 96 m from the idle member, who takes it only with another one, and
    the next is 97 m away; flagged, the one would do.
    """
    village = line(far_m=4.0)
    enforced = under(village, minimum=MinimumPolicy.ENFORCE)
    assert relaxed(village).max_distance_m == 96.0
    assert relaxed(enforced) == Relaxations(97.0, 4)
    assert left_out(under(enforced, max_distance_m=97.0)) == 0
    assert left_out(under(enforced, max_distance_m=96.5)) == 1


def smallest(village: Village) -> Relaxations:
    """Try every limit and every maximum, one by one, with plans."""
    metres = np.unique(
        np.hypot(*(village.households.xy[:, None] - village.members.xy[None]).T).ravel()
    )
    limits = [float(d) for d in metres if d > village.rules.max_distance_m]
    counts = range(village.rules.max_households + 1, len(village.households) + 2)
    limit = next((d for d in limits if not left_out(under(village, max_distance_m=d))), None)
    most = next((n for n in counts if not left_out(raised(village, n))), None)
    return Relaxations(limit, most)


@settings(deadline=None, derandomize=True, max_examples=40)
@given(villages())
def test_that_no_smaller_relaxation_does(village: Village) -> None:
    """Tests that both relaxations are those that trying them all finds."""
    asked = under(village, recruiting=False)
    plan = plan_village(asked)
    if len(plan.today.unserved) == 0:
        assert plan.relaxations is None
    else:
        assert plan.relaxations == smallest(asked)


@pytest.mark.parametrize(("word", "most"), [(5, 6), (6, 6), (7, 7), (9, 9), (10, None)])
def test_that_the_last_word_is_with_who_knows_the_minimum(word: int, most: int | None) -> None:
    """Tests that flows, who need a maximum of 6 here, only bound the search for what is enough."""
    village = make_village(on_a_line(*range(6)), on_a_line(0), rules=RULES)
    found = relaxations(village, lambda other: other.rules.max_households >= word)
    assert found.max_households == most


def test_that_a_limit_that_is_not_measured_in_the_time_is_unknown() -> None:
    """Tests that no distance found in the time is not told as no limit that would help."""
    village = replace(make_village(on_a_line(0, 30), on_a_line(0), rules=RULES))
    over = SearchLimits.lasting(-1.0)
    known = relaxations(village, lambda _: True)
    found = relaxations(village, lambda _: True, over)
    assert known == Relaxations(30.0, None)
    assert found == Relaxations(None, None, ("max_distance_m",))
