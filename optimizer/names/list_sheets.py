"""The lists themselves, a row at a time: ids, and names beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, groupby

from optimizer.domain.languages import Language
from optimizer.domain.plan import METRE_DECIMALS, Reason
from optimizer.names.listed_village import Assigned, ListedVillage, WhichPlan
from optimizer.names.name_register import VillageNames
from optimizer.names.name_texts import CAUSES, PLANS, RECRUIT, YES, said
from optimizer.names.print_sheet import Cell
from optimizer.output.text.words import LANGUAGES

Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class NamedVillage:
    """A village with the names of its households and members."""

    village: ListedVillage
    names: VillageNames
    language: Language

    @property
    def head(self) -> tuple[str, str]:
        """The first cells of every row."""
        return self.village.id, self.village.name

    def household(self, known: str) -> str:
        """Return a household's name; '' where it has none."""
        return self.names.households.get(known, "")

    def person(self, known: str | None) -> str:
        """Return the name of a member; of a recruit that it is one."""
        if known is None:
            return ""
        if known in self.names.members or known in self.village.members:
            return self.names.members.get(known, "")
        return said(RECRUIT, self.language)

    def plan(self, plan: WhichPlan) -> str:
        """Return what a plan is called."""
        return said(PLANS[plan], self.language)

    def reason(self, reason: str) -> str:
        """Return a reason as a sentence; '' where there is none."""
        return LANGUAGES[self.language].reasons[Reason(reason)] if reason else ""


def _assigned(one: NamedVillage, plan: WhichPlan) -> Iterator[Row]:
    for person, rows in groupby(one.village.assigned.get(plan, ()), lambda row: row.person):
        for nth, row in zip(count(1), rows, strict=False):
            name = one.household(row.household)
            cells = (person, one.person(person), nth, row.household, name, row.metres)
            yield *one.head, *cells, None


def _people(one: NamedVillage) -> Iterator[Row]:
    loads = {plan: _by_person(one.village.assigned.get(plan, ())) for plan in WhichPlan}
    recruits = [recruit.id for recruit in one.village.recruits]
    planned = WhichPlan.AFTER in one.village.assigned
    for person in (*one.village.members, *recruits):
        own = loads[WhichPlan.TODAY].get(person, [])
        metres = [row.metres for row in own if row.metres is not None]
        yield (
            *one.head,
            person,
            one.person(person),
            len(own),
            round(sum(metres), METRE_DECIMALS) if metres else None,
            max(metres, default=None),
            len(loads[WhichPlan.AFTER].get(person, [])) if planned else None,
            None,
        )


def _by_person(rows: Sequence[Assigned]) -> Mapping[str, list[Assigned]]:
    found: dict[str, list[Assigned]] = defaultdict(list)
    for row in rows:
        found[row.person].append(row)
    return found


def _unserved(one: NamedVillage) -> Iterator[Row]:
    for household, reasons in one.village.unserved.items():
        why = (one.reason(reasons[plan]) for plan in WhichPlan)
        yield *one.head, household, one.household(household), *why


def _recruits(one: NamedVillage) -> Iterator[Row]:
    for recruit in one.village.recruits:
        near = one.household(recruit.place) if one.village.places_are_households else ""
        cells = (recruit.id, recruit.place, near, recruit.hamlet, recruit.households)
        yield *one.head, *cells, None


def _teams(one: NamedVillage) -> Iterator[Row]:
    loads = {plan: _by_person(one.village.assigned.get(plan, ())) for plan in WhichPlan}
    for row in one.village.teams:
        leads = said(YES, one.language) if row.leads else ""
        load = len(loads[row.plan].get(row.member, []))
        name = one.person(row.member)
        yield *one.head, one.plan(row.plan), row.team, row.member, name, leads, load


def _moves(one: NamedVillage) -> Iterator[Row]:
    for row in one.village.moves:
        yield (
            *(*one.head, one.plan(row.plan), row.household, one.household(row.household)),
            *(row.before, one.person(row.before), row.now, one.person(row.now)),
            said(CAUSES[row.cause], one.language),
        )


def _stand_ins(one: NamedVillage) -> Iterator[Row]:
    for row in one.village.stand_ins:
        yield (
            *(*one.head, one.plan(row.plan), row.household, one.household(row.household)),
            *(row.person, one.person(row.person), row.stand_in, one.person(row.stand_in)),
            row.metres,
        )


LISTS: Mapping[str, Callable[[NamedVillage], Iterator[Row]]] = {
    "today": lambda one: _assigned(one, WhichPlan.TODAY),
    "after": lambda one: _assigned(one, WhichPlan.AFTER),
    "people": _people,
    "unserved": _unserved,
    "recruits": _recruits,
    "teams": _teams,
    "moves": _moves,
    "stand_ins": _stand_ins,
}
"""Sheet to its rows of one village; heads and order are in ``name_texts.py``."""
