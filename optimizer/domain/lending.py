"""Lending across borders: what is asked, and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.plan import Pocket, Proof
from optimizer.domain.scenario import Floats, Ids, Ints


@dataclass(frozen=True, slots=True)
class Lending:
    """Which villages may lend to one another.

    Parameters
    ----------
    level
        Inside each unit of that level of the area (1 is the widest); None for any neighbours.
    named
        Groups of villages that may, instead.
    max_distance_m
        Of a pair across a border, where that is less than the household's village allows.
    """

    level: int | None = None
    named: tuple[tuple[str, ...], ...] = ()
    max_distance_m: float | None = None

    def document(self) -> dict[str, object]:
        """Return it as a request writes it."""
        between: object = "neighbours"
        if self.named:
            between = [list(group) for group in self.named]
        elif self.level is not None:
            between = {"level": self.level}
        return {"between": between, "max_distance_m": self.max_distance_m}


@dataclass(frozen=True, slots=True, eq=False)
class ClusterPlan:
    """One plan of several villages together.

    Parameters
    ----------
    villages
        Ids, sorted; rows count through their tables one after the other.
    recruits_alone
        Recruits that the villages have when each is planned by itself.
    person
        Shape (households,): members of all villages, then recruits; ``UNSERVED`` for nobody.
    metres
        Shape (households,), NaN where unserved.
    reasons
        Shape (households,): '' where served.
    places
        Rows of the recruits' places.
    proofs
        ``serve``, ``recruit``, ``lent``, ``minimum``, ``keep`` and ``walk``.
    cut
        Whether the border to further villages in reach was closed, as there were too many.
    """

    villages: tuple[str, ...]
    recruits_alone: int
    person: Ints
    metres: Floats
    reasons: Ids
    places: Ints
    pockets: tuple[Pocket, ...]
    proofs: Mapping[str, Proof]
    cut: bool = False

    @property
    def proven(self) -> bool:
        """Whether the unserved, the recruits and the lent households are proven the fewest."""
        return all(self.proofs[stage].proven for stage in ("serve", "recruit", "lent"))
