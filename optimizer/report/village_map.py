"""The map: one mark a village, told apart by colour and by shape, with a scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, floor, log10, radians

from markupsafe import Markup

from optimizer.palette import OUTLINE, VERDICTS
from optimizer.plan import Verdict
from optimizer.report.facts import VILLAGES_SHOWN, Facts
from optimizer.report.shapes import relative, short
from optimizer.report.speech import count
from optimizer.tally import Tally

_WIDTH, _LEAST, _MOST = 1000.0, 360.0, 900.0
"""Width of the drawing, and its least and greatest height."""
_MARGIN = 36.0
_METRES_A_DEGREE = 111_195.0
_KILOMETRE = 1000
_SIZES = ((60, 9.0), (300, 7.0), (1500, 5.0), (6000, 3.4))
"""Up to so many villages their marks are so large, from the middle to the edge."""
_SMALLEST = 2.4
_TOUCH = 12.0
"""Radius around a mark that leads to its line in the table."""
_UNPLANNED = "M-1-1L1 1M-1 1L1-1"
_SCALE_SHARE = 0.22
"""The scale takes about this part of the width."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A village in the drawing; ``line`` is its line in the table, None where it has none."""

    row: Tally
    x: float
    y: float
    line: int | None


@dataclass(frozen=True, slots=True)
class Map:
    """The drawing, and how many villages have no point."""

    drawing: Markup
    missing: int


def draw_map(facts: Facts) -> Map | None:
    """Draw the villages where they are; None where none has a point."""
    placed = [(nth, row) for nth, row in enumerate(facts.tallies) if row.x is not None]
    if not placed:
        return None
    spots, height, unit_m = _spots(placed, lonlat=bool(facts.lonlat))
    size = next((size for most, size in _SIZES if len(spots) <= most), _SMALLEST)
    verdicts = [None, *reversed(Verdict)]
    marks = Markup("").join(
        _marks([spot for spot in spots if spot.row.verdict is verdict], verdict, size)
        for verdict in verdicts
    )
    links = Markup("").join(map(_link, (spot for spot in spots if spot.line is not None)))
    frame = Markup('<svg class="map" viewBox="0 0 {} {}" role="img">{}{}{}{}</svg>').format(
        short(_WIDTH),
        short(height + 40),
        marks,
        links,
        _scale(unit_m, height + 18),
        _north(height + 18) if facts.lonlat else "",
    )
    return Map(frame, len(facts.tallies) - len(placed))


def _spots(placed: Sequence[tuple[int, Tally]], *, lonlat: bool) -> tuple[list[Spot], float, float]:
    """Return the villages in the drawing, its height, and the metres of one of its units."""
    xs = [row.x or 0.0 for _, row in placed]
    ys = [row.y or 0.0 for _, row in placed]
    tall = 1.0
    if lonlat:
        middle = (min(ys) + max(ys)) / 2
        tall = 1 / max(cos(radians(middle)), 1e-6)
    west, north = min(xs), max(ys)
    wide_by, high_by = max(xs) - west, (north - min(ys)) * tall
    room = _WIDTH - 2 * _MARGIN
    high = room * high_by / wide_by if wide_by else _MOST
    height = min(max(high + 2 * _MARGIN, _LEAST), _MOST)
    fits = [space / by for space, by in ((room, wide_by), (height - 2 * _MARGIN, high_by)) if by]
    scale = min(fits, default=1.0)
    left = (_WIDTH - wide_by * scale) / 2
    top = (height - high_by * scale) / 2
    spots = [
        Spot(
            row,
            left + (x - west) * scale,
            top + (north - y) * tall * scale,
            nth if nth < VILLAGES_SHOWN else None,
        )
        for (nth, row), x, y in zip(placed, xs, ys, strict=True)
    ]
    unit_m = (_METRES_A_DEGREE / tall if lonlat else 1.0) / scale
    return spots, height, unit_m if fits else 0.0


def _marks(spots: Sequence[Spot], verdict: Verdict | None, size: float) -> Markup:
    """Draw all villages of one verdict as one path: thousands of them are still quick."""
    if not spots:
        return Markup("")
    at = [f"M{short(spot.x)} {short(spot.y)}" for spot in spots]
    if verdict is None:
        cross = f"m{short(-size)} {short(-size)}l{short(2 * size)} {short(2 * size)}"
        cross += f"m0 {short(-2 * size)}l{short(-2 * size)} {short(2 * size)}"
        path = "".join(f"{place}{cross}" for place in at)
        return Markup('<path d="{}" fill="none" stroke="{}" stroke-width="2"/>').format(
            path, OUTLINE
        )
    mark = VERDICTS[verdict]
    shape = relative(mark, size)
    path = "".join(f"{place}{shape}" for place in at)
    line = "0.8" if size > _SMALLEST else "0.4"
    return Markup('<path d="{}" fill="{}" stroke="{}" stroke-width="{}"/>').format(
        path, mark.fill, OUTLINE, line
    )


def _link(spot: Spot) -> Markup:
    """Return the place to touch above a mark, with the village's name and its recruits."""
    more = f" · +{spot.row.recruits_needed}" if spot.row.recruits_needed else ""
    name = spot.row.name or spot.row.village_id
    return Markup(
        '<a href="#v{}"><circle cx="{}" cy="{}" r="{}" fill="transparent"/><title>{}</title></a>'
    ).format(spot.line, short(spot.x), short(spot.y), short(_TOUCH), f"{name}{more}")


def _scale(unit_m: float, y: float) -> Markup:
    """Draw a bar of a round number of metres."""
    if not unit_m:
        return Markup("")
    metres = _round(max(unit_m * _WIDTH * _SCALE_SHARE, 1.0))
    far = metres >= _KILOMETRE
    told = count(metres / _KILOMETRE if far else metres, tag="tspan")
    end = short(_MARGIN + metres / unit_m)
    return Markup(
        '<path class="scale" d="M{0} {1}v8H{2}v-8"/><text x="{3}" y="{4}">{5}{6}</text>'
    ).format(
        short(_MARGIN),
        short(y),
        end,
        short(_MARGIN + metres / unit_m + 8),
        short(y + 9),
        told,
        "\N{NO-BREAK SPACE}km" if far else "\N{NO-BREAK SPACE}m",
    )


def _north(y: float) -> Markup:
    return Markup(
        '<path class="north" d="M{0} {1}l5 12-5-3-5 3z"/><text x="{2}" y="{3}">{4}</text>'
    ).format(
        short(_WIDTH - _MARGIN - 20),
        short(y - 2),
        short(_WIDTH - _MARGIN - 8),
        short(y + 9),
        Markup('<tspan lang="en">N</tspan><tspan lang="vi">B</tspan>'),
    )


def _round(metres: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is not longer."""
    power = 10.0 ** floor(log10(metres))
    return max(step * power for step in (1, 2, 5) if step * power <= metres * (1 + 1e-9))


def mark_svg(verdict: Verdict | None, size: float = 7.0) -> Markup:
    """Draw one mark for a legend or a line of a table."""
    box = size + 1.5
    if verdict is None:
        return Markup(
            '<svg class="mark" viewBox="-1.5 -1.5 3 3"><path d="{}" fill="none" stroke="{}" '
            'stroke-width=".35"/></svg>'
        ).format(_UNPLANNED, OUTLINE)
    mark = VERDICTS[verdict]
    return Markup(
        '<svg class="mark" viewBox="{0} {0} {1} {1}"><path d="M0 0{2}" fill="{3}" '
        'stroke="{4}" stroke-width="1"/></svg>'
    ).format(short(-box), short(2 * box), relative(mark, size), mark.fill, OUTLINE)
