"""Villages with what became of them, and where their rows stand in the tables of their author."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.failure import Failure
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import Assignment, VillagePlan
from optimizer.domain.scenario import Floats, Ids, Ints, Scenario, Village
from optimizer.frames.frame_scenario import FrameTables
from optimizer.frames.planning import Made
from optimizer.frames.point_frames import PointFrame

Labels = NDArray[np.object_]
PLANS = ("today", "after")
"""With the members there are, and with the recruits; the same where nobody is recruited."""


@dataclass(frozen=True, slots=True, eq=False)
class PlannedVillage:
    """One planned village.

    Parameters
    ----------
    name
        What its author calls the village.
    households, members, sites
        Rows of the author's tables, in the order of the planner's rows.
    persons
        Labels of the members, then the ids of the recruits.
    """

    village: Village
    plan: VillagePlan
    name: object
    households: Ints
    members: Ints
    sites: Ints
    persons: Labels

    @property
    def after(self) -> Assignment:
        """Who looks after whom once recruits are found."""
        return self.plan.after or self.plan.today

    def made(self, which: str) -> Assignment:
        """Return the assignment of ``today`` or ``after``."""
        return self.plan.today if which == "today" else self.after

    @property
    def person_ids(self) -> Ids:
        """The ids of all persons as the planner has them."""
        return person_ids(self.village, self.plan)

    def labels_of(self, persons: Ints) -> Labels:
        """Return the labels of persons by row; None for nobody."""
        return np.append(self.persons, np.array([None], np.object_))[persons]


@dataclass(frozen=True, slots=True, eq=False)
class PlannedFrames:
    """A scenario of frames with what became of each village."""

    scenario: Scenario
    tables: FrameTables
    made: tuple[Made, ...]

    def __iter__(self) -> Iterator[PlannedVillage]:
        """Yield the villages that have a plan."""
        for village, plan in zip(self.scenario.villages, self.made, strict=True):
            if not isinstance(plan, Failure):
                yield self._planned(village, plan)

    @property
    def failures(self) -> dict[object, Failure]:
        """The villages without a plan, by name."""
        pairs = zip(self.scenario.villages, self.made, strict=True)
        return {self.name(one): made for one, made in pairs if isinstance(made, Failure)}

    def name(self, village: Village) -> object:
        """Return what the tables' author calls a village."""
        for table in (self.tables.households, self.tables.members):
            if table.villages is not None and len(ids := self._ids(table.name, village)):
                return table.villages.iloc[int(table.rows_of(village.id, ids[:1])[0])]
        return village.id

    @staticmethod
    def _ids(table: str, village: Village) -> Ids:
        return village.households.ids if table == "households" else village.members.ids

    def _planned(self, village: Village, plan: VillagePlan) -> PlannedVillage:
        tables = self.tables
        members = tables.members.rows_of(village.id, village.members.ids)
        sites = tables.places if village.places is not None else tables.households
        known = len(members)
        recruits = person_ids(village, plan)[known:]
        return PlannedVillage(
            village,
            plan,
            self.name(village),
            tables.households.rows_of(village.id, village.households.ids),
            members,
            sites.rows_of(village.id, village.sites.ids),
            np.append(tables.members.labels(members), recruits.astype(np.object_)),
        )

    def homes(self, one: PlannedVillage) -> Floats:
        """Return the points of a village's persons in the households' system, recruits last."""
        crs = self.tables.households.crs
        members = self.tables.members.points_in(crs)[one.members]
        return np.concatenate([members, self.recruit_points(one)])

    def recruit_points(self, one: PlannedVillage) -> Floats:
        """Return the places of a village's recruits in the households' system."""
        rows = self.recruit_rows(one)
        sites = self.sites(one)
        return sites.points_in(self.tables.households.crs)[rows]

    def recruit_labels(self, one: PlannedVillage) -> Labels:
        """Return the labels of the places of a village's recruits."""
        return self.sites(one).labels(self.recruit_rows(one))

    def sites(self, one: PlannedVillage) -> PointFrame:
        """Return the table of where a village's recruits may be suggested."""
        return self.tables.households if one.village.places is None else self.tables.places

    @staticmethod
    def recruit_rows(one: PlannedVillage) -> Ints:
        """Return the rows of the places of a village's recruits."""
        recruitment = one.plan.recruitment
        return one.sites[:0] if recruitment is None else one.sites[recruitment.places]
