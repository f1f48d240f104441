"""What is measured: case x size x phase."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from benchmarks import cases
from benchmarks.cases import Size
from benchmarks.phases import PHASES, Phase
from optimizer.domain.scenario import Village


@dataclass(frozen=True, slots=True)
class Case:
    """Villages that ask one question.

    Parameters
    ----------
    sizes
        ``full`` is measured, ``tiny`` is run untimed by the tests.
    phases
        Names; the first is the one that ratios are taken to.
    time_limit_s
        Of the program, for each village.
    """

    name: str
    title: str
    make: Callable[[Size, int], Village]
    sizes: Mapping[str, Size]
    phases: tuple[str, ...]
    time_limit_s: float = 60.0

    def villages(self, size: str) -> Iterator[Village]:
        """Yield the villages of a size, by seed."""
        return (self.make(self.sizes[size], seed) for seed in range(self.sizes[size].villages))

    def first(self, villages: int) -> Case:
        """Return the case with its first villages alone, at most so many."""
        size = self.sizes["full"]
        fewer = replace(size, villages=min(villages, size.villages))
        return replace(self, sizes={**self.sizes, "full": fewer})

    def available(self) -> tuple[Phase, ...]:
        """Return the phases that can be run here."""
        return tuple(PHASES[name] for name in self.phases if PHASES[name].available)


_PARTS = ("plan", "today", "reach", "rules of thumb", "verify", "read", "write")
_RULES = ("nearest", "greedy")
_PLACES = ("p-median", "siting cpsat", "siting mip")

CASES = (
    Case(
        "full",
        "everybody needed, one connected village: own maxima leave 3 seats in all",
        cases.full,
        {"full": Size(24, 400, 47), "tiny": Size(2, 40, 5)},
        (*_PARTS, "cpsat", "mip", "kmeans", *_RULES),
    ),
    Case(
        "pocketed",
        "everybody needed: hamlets that one member fewer could not hold",
        cases.pocketed,
        {"full": Size(24, 400, 47), "tiny": Size(2, 40, 5)},
        (*_PARTS, "cpsat", "mip", "kmeans", *_RULES),
    ),
    Case(
        "ordinary",
        "0 or 5..10 in random hamlets: some members may stay in reserve",
        cases.ordinary,
        {"full": Size(24, 400, 47), "tiny": Size(2, 40, 5)},
        (*_PARTS, "mip", "kmeans", *_RULES),
    ),
    Case(
        "short",
        "members too few: the fewest recruits, their places, and the plan with them",
        cases.short,
        {"full": Size(6, 200, 18), "tiny": Size(2, 20, 1)},
        ("plan after", "recruits", "siting", "recruits cpsat", "clscp", *_PLACES, *_RULES),
        time_limit_s=3.0,
    ),
    Case(
        "clustered",
        "0 or 5..10: 60 to 650 households, 3 to 11 a member, limit 600 m",
        cases.clustered,
        {"full": Size(60, 650), "tiny": Size(2, 40)},
        ("plan once",),
        time_limit_s=10.0,
    ),
    Case(
        "province",
        "all villages of ninh-thuan, plan for today, one process",
        cases.province,
        {"full": Size(cases.PROVINCE), "tiny": Size(2)},
        ("plan once",),
    ),
)
