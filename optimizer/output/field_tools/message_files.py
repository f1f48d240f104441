"""The households of each person as plain text for a chat message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.languages import Language, written_number
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.field_tools.person_files import PersonFile
from optimizer.output.field_tools.person_lists import PersonList, person_lists
from optimizer.output.metres import shown_metres, shows_metres
from optimizer.output.text.door_texts import ways
from optimizer.output.text.spoken_names import distance_name, recruit_name

MOST_CHARACTERS = 4_096
"""Of one message: what Telegram's ``sendMessage`` takes (Bot API)."""
_LONGEST_TITLE = 400


@dataclass(frozen=True, slots=True)
class _Words:
    """The sentences of one language."""

    head: str
    plans: Mapping[str, str]
    count: str
    walk: str
    part: str


_WORDS: Mapping[Language, _Words] = {
    Language.EN: _Words(
        head="{village}: households of {person}",
        plans={
            "today": "Proposed plan for today.",
            "after": "Proposed plan after recruiting.",
        },
        count="Households: {count}.",
        walk="Farthest: {metres} m ({distance}).",
        part="({nth}/{parts})",
    ),
    Language.VI: _Words(
        head="{village}: các hộ của {person}",
        plans={
            "today": "Phương án đề xuất hiện nay.",
            "after": "Phương án đề xuất sau khi bổ sung.",
        },
        count="Số hộ: {count}.",
        walk="Xa nhất: {metres} m ({distance}).",
        part="({nth}/{parts})",
    ),
}


def message_files(village: Village, plan: VillagePlan, language: Language) -> Iterator[PersonFile]:
    """Yield the messages of one village."""
    for listed in person_lists(village, plan):
        parts = messages(village, listed, language)
        for nth, text in enumerate(parts, start=1):
            yield listed, f"{f'-{nth}' if len(parts) > 1 else ''}.txt", text


def messages(village: Village, listed: PersonList, language: Language) -> Sequence[str]:
    """Return the text of one person, in as many messages as it takes.

    Each line names a household and its metres, or where it stands along its alley.
    """
    head = _head(village, listed, language)
    lines = list(_lines(village, listed, language))
    whole = "\n".join([*head, *lines])
    if len(whole) <= MOST_CHARACTERS:
        return [whole + "\n"] if len(whole) < MOST_CHARACTERS else [whole]
    words = _WORDS[language]
    room = MOST_CHARACTERS - len("\n".join(head)) - len(words.part.format(nth=999, parts=999)) - 3
    parts = list(_packed(lines, room))
    numbered = (words.part.format(nth=nth, parts=len(parts)) for nth in range(1, len(parts) + 1))
    return [
        "\n".join([f"{head[0]} {number}", *head[1:], *part]) + "\n"
        for number, part in zip(numbered, parts, strict=True)
    ]


def _head(village: Village, listed: PersonList, language: Language) -> list[str]:
    words = _WORDS[language]
    person = recruit_name(listed.person, language)
    metres = shown_metres(village, listed.made)[listed.homes]
    said = [words.count.format(count=written_number(len(listed.homes), language))]
    if not np.isnan(metres).all():
        farthest = written_number(float(np.nanmax(metres)), language)
        kind = distance_name(village.rules.metric.model_dump(), language)
        said.append(words.walk.format(metres=farthest, distance=kind))
    title = words.head.format(village=village.name or village.id, person=person)
    return [title[:_LONGEST_TITLE], f"{words.plans[listed.plan]} {' '.join(said)}", ""]


def _lines(village: Village, listed: PersonList, language: Language) -> Iterator[str]:
    metres = shown_metres(village, listed.made)[listed.homes]
    away = ways(village, listed.homes, metres, language)
    unit = " m" if shows_metres(village) else ""
    names = village.households.ids[listed.homes].tolist()
    for nth, (name, far) in enumerate(zip(names, away, strict=True), start=1):
        yield f"{nth}. {name}" + (f" ({far}{unit})" if far else "")


def _packed(lines: Sequence[str], room: int) -> Iterator[list[str]]:
    """Yield lines in parts of so many characters; a line that is longer than that is cut."""
    part: list[str] = []
    for line in lines:
        cut = line[: room - 1]
        if part and sum(len(one) + 1 for one in part) + len(cut) + 1 > room:
            yield part
            part = []
        part.append(cut)
    if part:
        yield part
