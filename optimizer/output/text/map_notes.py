"""What a planner should look at in the maps of paths and barriers, in every language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from optimizer.distance.idle_crossings import IdleCrossing, idle_crossings
from optimizer.domain.languages import Language
from optimizer.domain.scenario import CROSSING_M, Network, Village
from optimizer.output.text.words import LANGUAGES, number

if TYPE_CHECKING:
    from optimizer.distance.soundness import Gap, Soundness

PIECES_NAMED = 4
SPOTS_NAMED = 3
VILLAGES_NAMED = 5
SEEN_M = 0.05
"""A narrower gap would be said to be one of 0.0 m."""


class _About(StrEnum):
    """What a note is about: of each, so many villages are told by name."""

    PIECES = "pieces"
    UNWALKED = "unwalked"
    CROSSINGS = "crossings"


@dataclass(frozen=True, slots=True)
class _Says:
    pieces: str
    gaps: str
    gap: str
    apart: str
    touching: str
    more_pieces: str
    more_spots: str
    unwalked: str
    crossings: str
    crossing: str
    alone: str
    remedy: str
    more_villages: Mapping[_About, str]


_SAYS: Mapping[Language, _Says] = {
    Language.EN: _Says(
        pieces="Paths of {}: {} pieces that do not join, of {} edges.",
        gaps="Paths of {}: all in one piece.",
        gap="gap of {} m at {} {}",
        apart="gap of {} m between two pieces at {} {}",
        touching="paths that touch without a common node at {} {}",
        more_pieces="{} and fewer",
        more_spots="{} more",
        unwalked="Paths of {}: nobody walks along them, since the metric is straight. "
        'Ask for the metric "path", or leave them out.',
        crossings="Crossings of {}: {} open nothing, for a crossing opens what is less than {} m "
        "away.",
        crossing="{} m from the nearest barrier at {} {}",
        alone="no barrier near {} {}",
        remedy="Move them onto the barrier or remove them.",
        more_villages={
            _About.PIECES: "Paths of {} more villages have pieces or gaps.",
            _About.UNWALKED: "Along the paths of {} more villages nobody walks.",
            _About.CROSSINGS: "Crossings of {} more villages open nothing.",
        },
    ),
    Language.VI: _Says(
        pieces="Đường đi của {}: {} mạng rời nhau, gồm {} cạnh.",
        gaps="Đường đi của {}: liền một mạng.",
        gap="hở {} m tại {} {}",
        apart="hở {} m giữa hai mạng tại {} {}",
        touching="hai đường chạm nhau nhưng không có điểm chung tại {} {}",
        more_pieces="{} và ít hơn",
        more_spots="thêm {} chỗ",
        unwalked="Đường đi của {}: không dùng đến, vì khoảng cách tính theo đường thẳng. "
        'Chọn metric "path", hoặc bỏ mạng đường.',
        crossings="Chỗ qua được của {}: {} chỗ không mở được vật cản nào, vì mỗi chỗ chỉ mở vật "
        "cản cách dưới {} m.",
        crossing="cách vật cản gần nhất {} m tại {} {}",
        alone="không có vật cản gần {} {}",
        remedy="Dời đến đúng vật cản hoặc xóa.",
        more_villages={
            _About.PIECES: "Đường đi của {} thôn, khu phố khác cũng có mạng rời hoặc chỗ hở.",
            _About.UNWALKED: "Đường đi của {} thôn, khu phố khác cũng không dùng đến.",
            _About.CROSSINGS: "Chỗ qua được của {} thôn, khu phố khác cũng không mở được vật cản.",
        },
    ),
}

Said = Mapping[Language, str]


def map_notes(villages: Iterable[Village]) -> Iterator[tuple[str, Said]]:
    """Yield ids of villages and what is odd about their maps: pieces, gaps, idle crossings."""
    for village in villages:
        for _, said in _notes(village):
            yield village.id, said


def note_lines(villages: Iterable[Village], language: Language) -> Iterator[str]:
    """Yield lines for a terminal: the first villages by name, the others by their number."""
    told: Counter[_About] = Counter()
    for village in villages:
        for about, said in _notes(village):
            told[about] += 1
            if told[about] <= VILLAGES_NAMED:
                yield said[language]
    for about in _About:
        if (more := told[about] - VILLAGES_NAMED) > 0:
            text = _SAYS[language].more_villages[about]
            yield text.format(number(more, LANGUAGES[language]))


def _notes(village: Village) -> Iterator[tuple[_About, Said]]:
    """Yield what is odd about one village's maps."""
    name = village.name or village.id
    if village.network is not None and village.rules.metric.kind != "path":
        yield _About.UNWALKED, {each: _SAYS[each].unwalked.format(name) for each in Language}
    elif village.network is not None and not (found := _soundness(village.network)).whole:
        yield _About.PIECES, {each: _pieces(name, found, village, each) for each in Language}
    if idle := idle_crossings(village):
        yield _About.CROSSINGS, {each: _crossings(name, idle, village, each) for each in Language}


def _soundness(network: Network) -> Soundness:
    # It loads networkx, which takes as long as numpy, and few villages have paths.
    from optimizer.distance.soundness import soundness  # noqa: PLC0415

    return soundness(network)


def _pieces(name: str, found: Soundness, village: Village, language: Language) -> str:
    says, words = _SAYS[language], LANGUAGES[language]
    sizes = ", ".join(number(size, words) for size in found.pieces[:PIECES_NAMED])
    if len(found.pieces) > PIECES_NAMED:
        sizes = says.more_pieces.format(sizes)
    text = says.gaps.format(name)
    if len(found.pieces) > 1:
        text = says.pieces.format(name, number(len(found.pieces), words), sizes)
    return (
        f"{text} {_spots([_gap(gap, village, language) for gap in found.gaps], language)}".strip()
    )


def _crossings(
    name: str, idle: Sequence[IdleCrossing], village: Village, language: Language
) -> str:
    says, words = _SAYS[language], LANGUAGES[language]
    text = says.crossings.format(name, number(len(idle), words), number(CROSSING_M, words))
    spots = _spots([_crossing(each, village, language) for each in idle], language)
    return f"{text} {spots} {says.remedy}"


def _gap(gap: Gap, village: Village, language: Language) -> str:
    if gap.metres < SEEN_M:
        return _SAYS[language].touching.format(*_at(gap.at, village))
    said = _SAYS[language].apart if gap.apart else _SAYS[language].gap
    return said.format(number(gap.metres, LANGUAGES[language], digits=1), *_at(gap.at, village))


def _crossing(idle: IdleCrossing, village: Village, language: Language) -> str:
    at = _at(idle.at, village)
    if idle.metres is None:
        return _SAYS[language].alone.format(*at)
    metres = number(idle.metres, LANGUAGES[language], digits=1)
    return _SAYS[language].crossing.format(metres, *at)


def _at(xy: tuple[float, float], village: Village) -> list[str]:
    # Coordinates are for looking up, and keep the point in every language.
    return [f"{value:.6f}" if village.lonlat else f"{value:.1f}" for value in xy]


def _spots(said: Sequence[str], language: Language) -> str:
    """Return the first spots as a sentence, the others by their number; '' where there are none."""
    named = list(said[:SPOTS_NAMED])
    if len(said) > SPOTS_NAMED:
        more = number(len(said) - SPOTS_NAMED, LANGUAGES[language])
        named.append(_SAYS[language].more_spots.format(more))
    text = "; ".join(named)
    return f"{text[:1].upper()}{text[1:]}." if text else ""
