"""What the search for the fewest recruits answers."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.domain.plan import Pocket
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints


@dataclass(frozen=True, slots=True, eq=False)
class Recruits:
    """How many recruits a village needs, near which places, and why not fewer.

    Parameters
    ----------
    needed
        The fewest that serve everybody who can be served, whatever ``max_recruits`` says.
    per_place
        Shape (sites,): recruits near each place, at most ``max_recruits`` in all.
    unserved
        Households without anybody once these recruits are there.
    lost
        Rows of households that no number of recruits could serve (minimum loads aside).
    pockets
        Reasons with disjoint places, so that what they force adds up.
    """

    needed: Proof
    per_place: Ints
    unserved: Proof
    lost: Ints
    pockets: tuple[Pocket, ...]

    @property
    def by(self) -> str:
        """``"pockets"`` when what they force adds up to the number needed, else ``"search"``."""
        forced = sum(reason.recruits_at_least for reason in self.pockets)
        return "pockets" if forced == self.needed.value == self.needed.bound else "search"

    @property
    def cap_costs(self) -> int:
        """Households that stay unserved because there may not be more recruits."""
        return int(self.unserved.value) - len(self.lost)
