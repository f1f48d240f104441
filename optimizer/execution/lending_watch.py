"""Lending of a scenario whose villages are planned: clusters, and what they save, as a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from optimizer.distance import Unmeasured
from optimizer.domain.failure import Failure
from optimizer.domain.lending import Lending
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import SolverError
from optimizer.execution.workers import JobSpec
from optimizer.lending.lending_document import lending_document
from optimizer.lending.lending_plan import plan_lending
from optimizer.output.proof_document import Document


def lend(
    villages: Sequence[Village],
    plans: Mapping[str, VillagePlan],
    lending: Lending | None,
    ask: JobSpec,
) -> Document | None:
    """Return what lending would bring beside the plans; None where nobody asks.

    Parameters
    ----------
    plans
        By village id; a village without one takes no part.
    ask
        How villages are planned: a cluster has the time of one village.

    Raises
    ------
    SolverError
        When distances across a border are not measured in the time.
    """
    if lending is None:
        return None
    limits = SearchLimits.lasting(ask.time_limit_s, seed=ask.seed, effort=ask.time_limit_s)
    try:
        clusters = plan_lending(villages, plans, lending, limits)
    except Unmeasured as end:
        raise SolverError(f"lending: {end}; give more time (--time-limit)") from end
    alone = sum(
        0 if plan.recruitment is None else len(plan.recruitment.places) for plan in plans.values()
    )
    return lending_document(villages, clusters, alone=alone)


class LendingWatch:
    """Villages and plans that pass by on their way to a result, kept where lending is asked for."""

    def __init__(self, lending: Lending | None, ask: JobSpec) -> None:
        self._lending, self._ask = lending, ask
        self._villages: list[Village] = []
        self._plans: dict[str, VillagePlan] = {}

    def watch(
        self, made: Iterable[tuple[Village, VillagePlan | Failure]]
    ) -> Iterator[tuple[Village, VillagePlan | Failure]]:
        """Yield what comes; without lending nothing stays in memory."""
        for village, plan in made:
            if self._lending is not None and not isinstance(plan, Failure):
                self._villages.append(village)
                self._plans[village.id] = plan
            yield village, plan

    def document(self) -> Document | None:
        """Return what lending would bring, once all villages have passed by.

        Raises
        ------
        SolverError
            As `lend` does.
        """
        return lend(self._villages, self._plans, self._lending, self._ask)
