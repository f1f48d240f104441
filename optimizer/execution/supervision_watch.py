"""Supervisors of a scenario whose villages are planned, as the response says them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from optimizer.distance import Unmeasured
from optimizer.domain.failure import Failure
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Scenario, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.domain.supervision import Supervision
from optimizer.errors import SolverError
from optimizer.execution.workers import JobSpec
from optimizer.output.proof_document import Document
from optimizer.output.supervisor_documents import supervisors_document
from optimizer.teams.supervisors import VillageTeams, plan_supervisors, village_teams

Made = tuple[Village, VillagePlan | Failure]


class SupervisionWatch:
    """Teams that pass by on their way to a result, kept where supervisors are asked for.

    Parameters
    ----------
    ask
        How villages are planned: the teams of a unit have the time of one village.
    """

    def __init__(self, supervision: Supervision | None, ask: JobSpec) -> None:
        self._supervision, self._ask = supervision, ask
        self._teams: list[VillageTeams] = []

    def watch(self, made: Iterable[Made]) -> Iterator[Made]:
        """Yield what comes; a village that has failed has no teams.

        Raises
        ------
        SolverError
            When distances of a village are not measured in the time.
        """
        for village, plan in made:
            if self._supervision is not None and not isinstance(plan, Failure):
                try:
                    self._teams.append(village_teams(village, plan, self._limits()))
                except Unmeasured as end:
                    text = f"supervision: {end}; give more time (--time-limit)"
                    raise SolverError(text) from end
            yield village, plan

    def document(self) -> Document:
        """Return the supervisors, once all villages have passed by; nothing where nobody asks."""
        if self._supervision is None:
            return {}
        units = plan_supervisors(self._teams, self._supervision, self._limits)
        return supervisors_document(units, self._supervision)

    def _limits(self) -> SearchLimits:
        ask = self._ask
        return SearchLimits.lasting(ask.time_limit_s, seed=ask.seed, effort=ask.time_limit_s)


def supervise(scenario: Scenario, plans: Sequence[VillagePlan], ask: JobSpec) -> Document:
    """Return the supervisors of a scenario with the plan of each village; see `SupervisionWatch`.

    Raises
    ------
    SolverError
        As the watch does.
    """
    watch = SupervisionWatch(scenario.supervision, ask)
    for _ in watch.watch(zip(scenario.villages, plans, strict=True)):
        pass
    return watch.document()
