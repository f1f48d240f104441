"""Villages that may be read again and again, one after the other, however many they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from optimizer.domain.lending import Lending
from optimizer.domain.notes import Note
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Scenario, Village
from optimizer.domain.supervision import Supervision


@dataclass(frozen=True, slots=True)
class VillageSource:
    """A scenario whose villages need not be in memory together.

    Parameters
    ----------
    size
        Number of villages.
    stream
        Starts anew at every call and yields the villages sorted by id; the same villages each
        time.
    maps
        Whether any village may have paths or barriers; never where they are read one after the
        other.
    notes, systems
        As in `Scenario`.
    counts
        Households and members, None where they are not counted yet.
    lending, supervision
        As in `Scenario`.
    """

    rules: Rules
    lonlat: bool
    size: int
    stream: Callable[[], Iterator[Village]]
    maps: bool = False
    notes: tuple[Note, ...] = ()
    systems: tuple[str, ...] = ()
    counts: tuple[int, int] | None = None
    lending: Lending | None = None
    supervision: Supervision | None = None


def held_source(scenario: Scenario) -> VillageSource:
    """Return the source of a scenario that is in memory."""
    villages = scenario.villages
    maps = any(village.network is not None or village.barriers is not None for village in villages)
    return VillageSource(
        scenario.rules,
        scenario.lonlat,
        len(villages),
        lambda: iter(villages),
        maps,
        scenario.notes,
        scenario.systems,
        (
            sum(len(village.households) for village in villages),
            sum(len(village.members) for village in villages),
        ),
        scenario.lending,
        scenario.supervision,
    )
