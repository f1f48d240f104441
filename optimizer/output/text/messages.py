"""Messages about a village, in every language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.distance.hamlets import Hamlets, hamlets_of_sites, village_hamlets
from optimizer.domain.languages import Language
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Ints, Village
from optimizer.output.text import english, vietnamese
from optimizer.output.text.message_facts import MessageFacts, message_facts
from optimizer.output.text.reach_hints import hints_of, hints_text


@dataclass(frozen=True, slots=True)
class Speaker:
    """What one language says."""

    message: Callable[[MessageFacts], str]
    worth: Callable[..., str]
    recruit: Callable[..., str]
    at: Callable[..., str]


SPEAKERS: Mapping[Language, Speaker] = {
    Language.EN: Speaker(english.message, english.worth, english.recruit, english.at),
    Language.VI: Speaker(vietnamese.message, vietnamese.worth, vietnamese.recruit, vietnamese.at),
}

_NOWHERE = Hamlets(np.empty(0, np.int64), ())


@dataclass(frozen=True, slots=True)
class VillageMessages:
    """What is said about a village.

    Parameters
    ----------
    message
        The sentences about the village.
    hamlets
        Name of the hamlet of each recruit.
    worth
        The sentence about the recruits in the order of their worth; '' where there is none.
    """

    message: Mapping[Language, str]
    hamlets: tuple[str, ...]
    worth: Mapping[Language, str]


def village_messages(village: Village, plan: VillagePlan) -> VillageMessages:
    """Say what a planner has to know about a village; hamlets are sought only for recruits."""
    found, near = _hamlets(village, plan)
    facts, gains = message_facts(village, plan, found, near), worth_of(plan)
    astray = hints_of(village, plan)
    return VillageMessages(
        message={
            language: f"{speaker.message(facts)} {hints_text(astray, language)}".rstrip()
            for language, speaker in SPEAKERS.items()
        },
        hamlets=tuple(found.names[row] for row in near.tolist()),
        worth={
            language: speaker.worth(gains, exchanged=any(_exchanged(village, plan, gains)))
            for language, speaker in SPEAKERS.items()
        },
    )


def recruit_messages(
    village: Village, plan: VillagePlan, near: Sequence[str]
) -> list[Mapping[Language, str]]:
    """Say where each recruit lives and what for; ``near`` are the names of their hamlets."""
    if plan.recruitment is None:
        return []
    ids = person_ids(village, plan)[len(village.members) :].tolist()
    places = village.sites.ids[plan.recruitment.places].tolist()
    worth = worth_of(plan)
    gains: Sequence[int | None] = worth or [None for _ in places]
    exchanged = _exchanged(village, plan, worth) or [False for _ in places]
    return [
        {
            language: speaker.recruit(
                name,
                speaker.at([place], home=village.places is None),
                hamlet,
                gain,
                exchanged=gives,
            )
            for language, speaker in SPEAKERS.items()
        }
        for name, place, hamlet, gain, gives in zip(
            ids, places, near, gains, exchanged, strict=True
        )
    ]


def worth_of(plan: VillagePlan) -> list[int]:
    """Return what each recruit adds, as far as that adds up: an enforced minimum may forbid it."""
    if plan.recruitment is None or plan.after is None:
        return []
    gained = len(plan.today.unserved) - len(plan.after.unserved)
    worth: list[int] = plan.recruitment.worth.tolist()
    return worth if sum(worth) == gained else []


def _exchanged(village: Village, plan: VillagePlan, gains: Sequence[int]) -> list[bool]:
    """Return of each recruit whether more households gain than it looks after itself."""
    if plan.after is None:
        return []
    loads = plan.after.loads[len(village.members) :].tolist()
    return [gain > load for gain, load in zip(gains, loads, strict=False)]


def _hamlets(village: Village, plan: VillagePlan) -> tuple[Hamlets, Ints]:
    """Return the hamlets and that of each recruit; nothing where nobody is recruited."""
    if plan.recruitment is None or not len(plan.recruitment.places):
        return _NOWHERE, np.empty(0, np.int64)
    found = village_hamlets(village)
    return found, hamlets_of_sites(village, found, plan.recruitment.places)
