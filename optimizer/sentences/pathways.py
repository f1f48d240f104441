"""What a planner should look at in the maps of paths, in every language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from optimizer.distance.soundness import Gap, Soundness, soundness
from optimizer.scenario import Village
from optimizer.words import LANGUAGES, Language, Words, number

PIECES_NAMED = 4
GAPS_NAMED = 3
VILLAGES_NAMED = 5


@dataclass(frozen=True, slots=True)
class _Says:
    pieces: str
    gaps: str
    gap: str
    apart: str
    more_pieces: str
    more_gaps: str
    more_villages: str


_SAYS: Mapping[Language, _Says] = {
    Language.EN: _Says(
        pieces="Paths of {}: {} pieces that do not join, of {} edges.",
        gaps="Paths of {}: all in one piece.",
        gap="gap of {} m at {} {}",
        apart="gap of {} m between two pieces at {} {}",
        more_pieces="{} and fewer",
        more_gaps="{} more",
        more_villages="Paths of {} more villages have pieces or gaps.",
    ),
    Language.VI: _Says(
        pieces="Đường đi của {}: {} mạng rời nhau, gồm {} cạnh.",
        gaps="Đường đi của {}: liền một mạng.",
        gap="hở {} m tại {} {}",
        apart="hở {} m giữa hai mạng tại {} {}",
        more_pieces="{} và ít hơn",
        more_gaps="thêm {} chỗ",
        more_villages="Đường đi của {} thôn, khu phố khác cũng có mạng rời hoặc chỗ hở.",
    ),
}


def path_notes(villages: Iterable[Village]) -> Iterator[tuple[str, Mapping[Language, str]]]:
    """Yield the id of every village whose paths have pieces or gaps, and what they are."""
    for village in villages:
        if village.network is None:
            continue
        found = soundness(village.network)
        if not found.whole:
            name = village.name or village.id
            yield (
                village.id,
                {language: _note(name, found, village.lonlat, language) for language in Language},
            )


def note_lines(villages: Iterable[Village], language: Language) -> Iterator[str]:
    """Yield lines for a terminal: the first villages by name, the others by their number."""
    more = 0
    for nth, (_, said) in enumerate(path_notes(villages)):
        if nth < VILLAGES_NAMED:
            yield said[language]
        else:
            more += 1
    if more:
        yield _SAYS[language].more_villages.format(number(more, LANGUAGES[language]))


def _note(name: str, found: Soundness, lonlat: bool, language: Language) -> str:  # noqa: FBT001 - a village's own flag
    says, words = _SAYS[language], LANGUAGES[language]
    sizes = ", ".join(number(size, words) for size in found.pieces[:PIECES_NAMED])
    if len(found.pieces) > PIECES_NAMED:
        sizes = says.more_pieces.format(sizes)
    text = says.gaps.format(name)
    if len(found.pieces) > 1:
        text = says.pieces.format(name, number(len(found.pieces), words), sizes)
    gaps = [_gap(gap, lonlat, says, words) for gap in found.gaps[:GAPS_NAMED]]
    if len(found.gaps) > GAPS_NAMED:
        gaps.append(says.more_gaps.format(number(len(found.gaps) - GAPS_NAMED, words)))
    return f"{text} {_sentence('; '.join(gaps))}".rstrip()


def _gap(gap: Gap, lonlat: bool, says: _Says, words: Words) -> str:  # noqa: FBT001 - as above
    # Coordinates are for looking up, and keep the point in every language.
    x, y = (f"{value:.6f}" if lonlat else f"{value:.1f}" for value in gap.at)
    return (says.apart if gap.apart else says.gap).format(number(gap.metres, words, digits=1), x, y)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""
