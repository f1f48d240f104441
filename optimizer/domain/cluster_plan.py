"""What came out of lending: one plan of several villages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.plan import Pocket
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Floats, Ids, Ints


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
