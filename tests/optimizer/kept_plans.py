"""Plans of every kind, as Hypothesis draws them: what they say need not make sense."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

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
from optimizer.domain.scenario import Ints

COUNTS = st.integers(0, 2**40)
NUMBERS = st.one_of(st.floats(), st.integers(-(2**60), 2**60))
PROOFS = st.builds(Proof, NUMBERS, NUMBERS)
WHOLE = st.integers(-(2**63), 2**63 - 1)


def rows(values: st.SearchStrategy[int], most: int = 8) -> st.SearchStrategy[Ints]:
    """Return a strategy for a column of whole numbers."""
    return st.lists(values, max_size=most).map(lambda some: np.array(some, np.int64))


@st.composite
def assignments(draw: st.DrawFn) -> Assignment:
    """Draw an assignment whose persons exist."""
    households, persons = draw(st.integers(0, 12)), draw(st.integers(0, 4))
    person = draw(
        st.lists(st.integers(UNSERVED, persons - 1), min_size=households, max_size=households)
    )
    reasons = st.sampled_from(["", *map(str, Reason)])
    return Assignment(
        person=np.array(person, np.int64),
        metres=np.array(
            draw(st.lists(st.floats(), min_size=households, max_size=households)), np.float64
        ),
        loads=np.array(draw(st.lists(COUNTS, min_size=persons, max_size=persons)), np.int64),
        reasons=np.array(draw(st.lists(reasons, min_size=households, max_size=households)), "<U8"),
        changed=draw(COUNTS),
        proofs=draw(st.dictionaries(st.sampled_from(Stage), PROOFS)),
    )


@st.composite
def recruitments(draw: st.DrawFn) -> Recruitment:
    """Draw recruits with their pockets."""
    pockets = st.builds(Pocket, rows(WHOLE), rows(WHOLE), room=WHOLE, recruits_at_least=WHOLE)
    count = draw(st.integers(0, 5))
    places, worth = (
        np.array(draw(st.lists(WHOLE, min_size=count, max_size=count)), np.int64) for _ in range(2)
    )
    by = draw(st.sampled_from(["pockets", "search"]))
    found = tuple(draw(st.lists(pockets, max_size=3)))
    return Recruitment(draw(PROOFS), by, places, worth, found)


RELAXATIONS = st.builds(
    Relaxations,
    st.none() | NUMBERS,
    st.none() | COUNTS,
    st.sampled_from([(), ("max_distance_m",), ("max_distance_m", "max_households")]),
)
BASELINES = st.builds(Baseline, COUNTS, COUNTS, COUNTS, COUNTS, NUMBERS, NUMBERS)
PLANS = st.builds(
    VillagePlan,
    village_id=st.text(max_size=20),
    verdict=st.sampled_from(Verdict),
    today=assignments(),
    recruitment=st.none() | recruitments(),
    after=st.none() | assignments(),
    relaxations=st.none() | RELAXATIONS,
    baselines=st.builds(Baselines, BASELINES, BASELINES),
    locked_beyond_limit=rows(WHOLE).map(lambda some: np.stack([some, some], 1)),
    seconds=NUMBERS,
)


def same(one: object, other: object) -> bool:
    """Tell whether two values are the same to the type and the bit, none a number included."""
    if isinstance(one, np.ndarray) and isinstance(other, np.ndarray):
        alike = one.dtype == other.dtype and one.shape == other.shape
        return alike and one.tobytes() == other.tobytes()
    if type(one) is not type(other) or (isinstance(one, float) and repr(one) != repr(other)):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return same(tuple(one.items()), tuple(other.items()))
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    names = getattr(type(one), "__dataclass_fields__", None)
    if names is None:
        return repr(one) == repr(other)
    return all(same(getattr(one, name), getattr(other, name)) for name in names)
