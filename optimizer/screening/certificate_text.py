"""The certificate: an arithmetic that anybody can check with a pencil, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.languages import Language
from optimizer.domain.plan import Verdict
from optimizer.output.text.words import LANGUAGES, number
from optimizer.screening.count_bounds import count_bounds, count_verdict
from optimizer.screening.counts import VillageCounts


@dataclass(frozen=True, slots=True)
class Phrases:
    """What one language says; the nouns are for one and for many."""

    village: str
    household: tuple[str, str]
    member: tuple[str, str]
    no_members: str
    opening: str
    nobody: str
    short: str
    alone: str
    enough: str
    surplus: str
    unknown: str


PHRASES: Mapping[Language, Phrases] = {
    Language.EN: Phrases(
        village="Village {}",
        household=("household", "households"),
        member=("member", "members"),
        no_members="no members",
        opening="{name}: {households}, {members}.",
        nobody="There is nobody to look after.",
        short="The members hold {crew} {times} {most} = {room}; for the other {left} at least "
        "{recruits} more are needed ({left} ÷ {most}, rounded up), wherever people live.",
        alone="At least {recruits} are needed ({left} ÷ {most}, rounded up), wherever people live.",
        enough="By counts nobody need be left out: {crew} {times} {most} = {room} is no less than "
        "{many}.",
        surplus="At most {active} of the members can have {least} or more ({many} ÷ {least}); "
        "{spare} cannot.",
        unknown="Where people live is not known, so members may still be missing in places.",
    ),
    Language.VI: Phrases(
        village="Thôn {}",
        household=("hộ", "hộ"),
        member=("thành viên", "thành viên"),
        no_members="chưa có thành viên",
        opening="{name}: {households}, {members}.",
        nobody="Không có hộ nào cần phụ trách.",
        short="Các thành viên phụ trách được {crew} {times} {most} = {room} hộ; còn {left} hộ cần "
        "bổ sung ít nhất {recruits} người ({left} ÷ {most}, làm tròn lên), dù các hộ ở đâu.",
        alone="Cần ít nhất {recruits} thành viên ({left} ÷ {most}, làm tròn lên), dù các hộ ở đâu.",
        enough="Theo số lượng thì đủ: {crew} {times} {most} = {room}, không ít hơn {many} hộ.",
        surplus="Nhiều nhất {active} thành viên có từ {least} hộ trở lên ({many} ÷ {least}); "
        "{spare} thành viên thì không.",
        unknown="Chưa biết các hộ ở đâu nên có thể vẫn thiếu cục bộ.",
    ),
}


def certificate(counted: VillageCounts) -> Mapping[Language, str]:
    """Return why at least so many recruits are needed, or that counts alone do not show it."""
    return {language: _said(counted, language) for language in Language}


def _said(counted: VillageCounts, language: Language) -> str:
    phrases, words = PHRASES[language], LANGUAGES[language]
    room, recruits, active = count_bounds(counted)
    figures = {
        "crew": counted.members,
        "most": counted.most,
        "least": counted.least,
        "many": counted.households,
        "room": room,
        "left": counted.households - room,
        "recruits": recruits,
        "active": active,
        "spare": counted.members - active,
    }
    values = {name: number(figure, words) for name, figure in figures.items()}
    values["times"] = "\N{MULTIPLICATION SIGN}"
    values["name"] = counted.name or phrases.village.format(counted.id)
    values["households"] = f"{values['many']} {phrases.household[counted.households != 1]}"
    crew = f"{values['crew']} {phrases.member[counted.members != 1]}"
    values["members"] = crew if counted.members else phrases.no_members
    chosen = (phrases.opening, *_parts(counted, phrases, recruits))
    return " ".join(part.format(**values) for part in chosen)


def _parts(counted: VillageCounts, phrases: Phrases, recruits: int) -> tuple[str, ...]:
    if not counted.households:
        return (phrases.nobody,)
    if recruits:
        return (phrases.short if counted.members else phrases.alone,)
    more = (phrases.surplus,) if count_verdict(counted) is Verdict.SURPLUS else ()
    return (phrases.enough, *more, phrases.unknown)
