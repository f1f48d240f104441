"""The villages of a job that have no result yet, read in pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter

import orjson
from sqlalchemy import exists, select

from api.db import Database
from api.db.models import Job, JobVillage, ScenarioRecord, ScenarioVillage
from api.jobs.retry import Retry
from optimizer.domain.scenario import Village
from optimizer.input.request import scenario_from_kept

_AT_ONCE = 64
"""Villages read at once; whoever looks for the hardest of them reads several pages ahead."""


@dataclass(slots=True)
class Feed:
    """The villages of one job; the number of each is remembered until it is asked for.

    Parameters
    ----------
    over
        Asked before every page; nothing more is read once it is true.
    """

    store: Database
    job_id: str
    patience: Retry
    over: Callable[[], bool]
    _numbers: dict[str, int] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Village]:
        last = -1
        while not self.over():
            page = self.patience.until_done(partial(self._page, last))
            if not page:
                return
            last = page[-1][0]
            for number, village in page:
                self._numbers[village.id] = number
                yield village

    def number_of(self, village: Village) -> int:
        """Return the number of a village that comes back, once."""
        return self._numbers.pop(village.id)

    def _page(self, after: int) -> Sequence[tuple[int, Village]]:
        done = exists().where(
            JobVillage.job_id == self.job_id, JobVillage.number == ScenarioVillage.number
        )
        with self.store.reading() as session:
            scenario = session.scalar(select(ScenarioRecord).join(Job).where(Job.id == self.job_id))
            if scenario is None:  # it was deleted meanwhile
                return []
            rows = session.execute(
                select(ScenarioVillage.number, ScenarioVillage.village, ScenarioVillage.content)
                .where(
                    ScenarioVillage.scenario_id == scenario.id,
                    ScenarioVillage.number > after,
                    ~done,
                )
                .order_by(ScenarioVillage.number)
                .limit(_AT_ONCE)
            ).all()
            document = {
                "coordinates": scenario.coordinates,
                "rules": scenario.rules,
                "villages": [orjson.loads(row.content) for row in rows],
            }
        numbers = {row.village: row.number for row in rows}
        read = scenario_from_kept(document).villages if rows else ()
        pairs = ((numbers[village.id], village) for village in read)
        return sorted(pairs, key=itemgetter(0))
