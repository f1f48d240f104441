"""How long each search of a village takes where its time is not fixed: short ones first.

An easy village is settled by a short search. One that is not is searched again with more time,
from the beginning, so that a plan depends on its village and its step and on nothing that was
planned before; what an earlier search has proven holds all the same. A village alone has four
times the time at each step, and all shorter searches together cost a third of the longest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

from optimizer.domain.goals import Stage
from optimizer.domain.plan import Assignment, VillagePlan
from optimizer.domain.search_limits import MEASURING_S

TIME_LIMIT_S = 20.0
"""Seconds of a village's longest search, where nobody says another."""
_FACTOR = 4
_SHARED = (
    (16, 0.1, 0.09),
    (16, 0.05, 0.1),
    (16, 0.03, 0.108),
    (16, 0.02, 0.115),
    (16, 0.01, 0.15),
    (8, 0.003, 0.28),
    (4, 0.003, 0.42),
)
"""Searches before the longest where villages share a time.

Its part, the gap that ends it, and the seconds that it takes in the mean of the villages of
`ninh-thuan`. Nearly all end at their gap, so it is the gap that makes a search short: a limit of a
tenth of a second costs three quarters of what this one does and leaves 30 % in the mean of the
villages that recruit, as it ends before there are prices; a gap of 0.1 leaves 3 %.
"""
_FIXED_S = 0.06
"""Of those seconds, what is spent whatever the longest search is."""
_PLENTY = 0.6
"""Of the time of each village, a search that all of them may use up."""
_SHORTEST_S = 0.25
"""Seconds below which a search is not worth its start."""
_COUNTED = 0.25
"""Effort of a second of a short search: little enough that counted work ends it, not the time."""
HURRIED_S = 0.05
"""Seconds of a search that only has to be any plan."""
_HURRIED_GAP = 0.05
_WORTH_GAP = 0.5
"""Of a gap, what a search that ends at another may leave to be worth beginning anew."""


@dataclass(frozen=True, slots=True)
class Step:
    """One search.

    Parameters
    ----------
    time_limit_s
        Seconds at most.
    effort
        Counted work at which it ends by itself.
    measuring_s
        Seconds that distances may take where that is more: a short search needs all of them too.
    gap
        (value - bound) / value of the walk at which it ends, though the plan is not settled yet.
    usual_s
        Seconds of a processor that a village takes in the mean.
    """

    time_limit_s: float
    effort: float
    measuring_s: float = MEASURING_S
    gap: float = 0.0
    usual_s: float = inf

    @property
    def seconds(self) -> float:
        """Seconds of the processor that it may take."""
        return max(self.time_limit_s, self.measuring_s)

    def improves(self, other: Step, gap: float) -> bool:
        """Tell whether it may find more than another search did, which left such a gap.

        One that ended at its gap goes on to a much smaller one, as it begins anew; one that work
        or time has ended would end just there again, and needs more of them.
        """
        longer = self.time_limit_s > other.time_limit_s
        return self.gap <= _WORTH_GAP * gap if gap <= other.gap else longer

    @property
    def likely_s(self) -> float:
        """Seconds of the processor that it is likely to take."""
        return min(self.usual_s, self.time_limit_s)


HURRIED = Step(HURRIED_S, HURRIED_S, TIME_LIMIT_S, _HURRIED_GAP)


def effort_steps(time_limit_s: float = TIME_LIMIT_S) -> tuple[Step, ...]:
    """Return the searches of a village, the shortest first; the last one has the whole limit."""
    steps, seconds = [Step(time_limit_s, time_limit_s)], time_limit_s / _FACTOR
    while seconds >= _SHORTEST_S:
        steps.append(Step(seconds, _COUNTED * seconds, time_limit_s))
        seconds /= _FACTOR
    return tuple(reversed(steps))


def shared_steps(time_limit_s: float = TIME_LIMIT_S, village_s: float = 0.0) -> tuple[Step, ...]:
    """Return the searches of a village that shares its time with others, the shortest first.

    Short searches end at a small gap, as a second is worth more where the gap is larger, unless
    there is time for all villages to use them up.

    Parameters
    ----------
    village_s
        Seconds of a process for each village.
    """
    found = list[Step]()
    scale = time_limit_s / TIME_LIMIT_S
    for part, gap, mean_s in _SHARED:
        seconds = time_limit_s / part
        plenty = seconds <= _PLENTY * village_s
        usual_s = seconds if plenty else _FIXED_S + (mean_s - _FIXED_S) * scale
        step = Step(seconds, _COUNTED * seconds, time_limit_s, 0.0 if plenty else gap, usual_s)
        if seconds > HURRIED_S and step not in found:
            found.append(step)
    return (*found, Step(time_limit_s, time_limit_s))


def open_gap(plan: VillagePlan) -> float:
    """Return how far a plan may be from the best, 0 where it is proven, as a part of its value.

    That is its largest gap of the walk, or 1 where a goal before or after the walk is open, or the
    number of recruits: those are to be proven before metres are looked at.
    """
    made = [plan.today] if plan.after is None else [plan.today, plan.after]
    open_number = plan.recruitment is not None and not plan.recruitment.needed.proven
    if open_number or any(_is_open(one) for one in made):
        return 1.0
    return max(_walk_gap(one) for one in made)


def is_settled(plan: VillagePlan, gap: float) -> bool:
    """Tell whether a plan is good enough where so large a gap of the walk is."""
    found = open_gap(plan)
    return found == 0 or (found < 1 and found <= gap)


def _is_open(made: Assignment) -> bool:
    return not all(proof.proven for stage, proof in made.proofs.items() if stage is not Stage.WALK)


def _walk_gap(made: Assignment) -> float:
    walk = made.proofs.get(Stage.WALK)
    return 0.0 if walk is None else walk.gap


def better_plan(one: VillagePlan, other: VillagePlan) -> VillagePlan:
    """Return the better of two plans of a village, the first where they are equally good.

    Better is what serves and walks better, in the planner's order, with recruits and then today;
    of equal plans the one of which more is proven. The bounds of both hold for either.
    """
    better, worse = (other, one) if _worth(other) < _worth(one) else (one, other)
    after = None if better.after is None else _bounded(better.after, worse.after)
    return replace(better, today=_bounded(better.today, worse.today), after=after)


def _bounded(made: Assignment, other: Assignment | None) -> Assignment:
    """Return a plan with the better of its bounds and another's.

    The bound of a stage holds for all plans with the same values of the stages before it.
    """
    proofs, prices = dict(made.proofs), made.prices
    for stage, proof in made.proofs.items():
        found = None if other is None else other.proofs.get(stage)
        if other is None or found is None or found.step_m != proof.step_m:
            break
        if found.bound > proof.bound:
            proofs[stage] = replace(proof, bound=min(found.bound, proof.value))
            prices = other.prices if stage is Stage.WALK else prices
        if found.value != proof.value:
            break
    return replace(made, proofs=proofs, prices=prices)


def _worth(plan: VillagePlan) -> tuple[tuple[float, ...], ...]:
    last = plan.after or plan.today
    values = (_values(last), _values(plan.today))
    return (*values, _short(last), _short(plan.today))


def _values(made: Assignment) -> tuple[float, ...]:
    return tuple(proof.value for proof in made.proofs.values())


def _short(made: Assignment) -> tuple[float, ...]:
    """Return how much of each stage is not proven."""
    return tuple(proof.value - proof.bound for proof in made.proofs.values())
