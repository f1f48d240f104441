"""The map: one mark a village, told apart by colour and by shape, with a scale."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from math import cos, floor, log10, radians

import numpy as np
from markupsafe import Markup

from optimizer.domain.plan import Verdict
from optimizer.domain.scenario import Floats, Ints
from optimizer.output.map.palette import OUTLINE, VERDICTS
from optimizer.output.report.bilingual import bilingual_number
from optimizer.output.report.report_facts import VILLAGES_SHOWN, ReportFacts
from optimizer.output.report.shapes import relative_path, short
from optimizer.output.summary.village_summary import VillageSummary

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
_NO_VERDICT = -1
_UNPLANNED = "M-1-1L1 1M-1 1L1-1"
_SCALE_SHARE = 0.22
"""The scale takes about this part of the width."""


@dataclass(frozen=True, slots=True, eq=False)
class _Spots:
    """The villages that have a point, in the order of their need.

    Parameters
    ----------
    x, y
        Shape (villages,), in the coordinates given, or in the drawing.
    verdict
        Shape (villages,), rows of `Verdict`, or -1.
    linked
        Line in the table to the village, for those that have a line.
    """

    x: Floats
    y: Floats
    verdict: Ints
    linked: Mapping[int, tuple[int, VillageSummary]]


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """The drawing, and how many villages have no point."""

    drawing: Markup
    missing: int


def draw_map(facts: ReportFacts) -> DrawnMap | None:
    """Draw the villages where they are; None where none has a point."""
    placed = _placed(facts)
    villages = len(placed.x)
    if not villages:
        return None
    x, y, height, unit_m = _drawn(placed, lonlat=bool(facts.lonlat))
    size = next((size for most, size in _SIZES if villages <= most), _SMALLEST)
    marks = Markup("").join(
        _marks(x[rows], y[rows], verdict, size)
        for nth, verdict in reversed([*enumerate(Verdict), (_NO_VERDICT, None)])
        if len(rows := np.flatnonzero(placed.verdict == nth))
    )
    links = Markup("").join(
        _link(row, line, float(x[at]), float(y[at])) for at, (line, row) in placed.linked.items()
    )
    frame = Markup('<svg class="map" viewBox="0 0 {} {}" role="img">{}{}{}{}</svg>').format(
        short(_WIDTH),
        short(height + 40),
        marks,
        links,
        _scale(unit_m, height + 18),
        _north(height + 18) if facts.lonlat else "",
    )
    return DrawnMap(frame, len(facts.rows) - villages)


def _placed(facts: ReportFacts) -> _Spots:
    """Return the villages that have a point."""
    xs, ys, verdicts = array("d"), array("d"), array("q")
    rank = {verdict: nth for nth, verdict in enumerate(Verdict)}
    linked = {}
    for line, row in enumerate(facts.rows.ranked()):
        if row.x is None or row.y is None:
            continue
        if line < VILLAGES_SHOWN:
            linked[len(xs)] = line, row
        xs.append(row.x)
        ys.append(row.y)
        verdicts.append(_NO_VERDICT if row.verdict is None else rank[row.verdict])
    return _Spots(np.array(xs), np.array(ys), np.array(verdicts), linked)


def _drawn(placed: _Spots, *, lonlat: bool) -> tuple[Floats, Floats, float, float]:
    """Return where the villages are in the drawing, its height, and the metres of its unit."""
    west, east = float(placed.x.min()), float(placed.x.max())
    south, north = float(placed.y.min()), float(placed.y.max())
    tall = 1.0
    if lonlat:
        tall = 1 / max(cos(radians((south + north) / 2)), 1e-6)
    wide_by, high_by = east - west, (north - south) * tall
    room = _WIDTH - 2 * _MARGIN
    high = room * high_by / wide_by if wide_by else _MOST
    height = min(max(high + 2 * _MARGIN, _LEAST), _MOST)
    fits = [space / by for space, by in ((room, wide_by), (height - 2 * _MARGIN, high_by)) if by]
    scale = min(fits, default=1.0)
    left = (_WIDTH - wide_by * scale) / 2
    top = (height - high_by * scale) / 2
    unit_m = (_METRES_A_DEGREE / tall if lonlat else 1.0) / scale
    x, y = left + (placed.x - west) * scale, top + (north - placed.y) * tall * scale
    return x, y, height, unit_m if fits else 0.0


def _marks(x: Floats, y: Floats, verdict: Verdict | None, size: float) -> Markup:
    """Draw all villages of one verdict as one path: thousands of them are still quick."""
    at = (
        f"M{short(east)} {short(down)}" for east, down in zip(x.tolist(), y.tolist(), strict=True)
    )
    if verdict is None:
        cross = f"m{short(-size)} {short(-size)}l{short(2 * size)} {short(2 * size)}"
        cross += f"m0 {short(-2 * size)}l{short(-2 * size)} {short(2 * size)}"
        path = "".join(f"{place}{cross}" for place in at)
        return Markup('<path d="{}" fill="none" stroke="{}" stroke-width="2"/>').format(
            path, OUTLINE
        )
    mark = VERDICTS[verdict]
    shape = relative_path(mark, size)
    path = "".join(f"{place}{shape}" for place in at)
    line = "0.8" if size > _SMALLEST else "0.4"
    return Markup('<path d="{}" fill="{}" stroke="{}" stroke-width="{}"/>').format(
        path, mark.fill, OUTLINE, line
    )


def _link(row: VillageSummary, line: int, x: float, y: float) -> Markup:
    """Return the place to touch above a mark, with the village's name and its recruits."""
    more = f" · +{row.recruits_needed}" if row.recruits_needed else ""
    name = row.name or row.village_id
    return Markup(
        '<a href="#v{}"><circle cx="{}" cy="{}" r="{}" fill="transparent"/><title>{}</title></a>'
    ).format(line, short(x), short(y), short(_TOUCH), f"{name}{more}")


def _scale(unit_m: float, y: float) -> Markup:
    """Draw a bar of a round number of metres."""
    if not unit_m:
        return Markup("")
    metres = _round(max(unit_m * _WIDTH * _SCALE_SHARE, 1.0))
    far = metres >= _KILOMETRE
    told = bilingual_number(metres / _KILOMETRE if far else metres, tag="tspan")
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
    ).format(short(-box), short(2 * box), relative_path(mark, size), mark.fill, OUTLINE)
