"""Bars, drawn by hand: a value above each, and a band behind those that are allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan

from markupsafe import Markup

from optimizer.output.report.bilingual import bilingual_number
from optimizer.output.report.report_facts import ReportFacts
from optimizer.output.report.shapes import short
from optimizer.output.summary.histograms import LOADS_SHOWN, WALK_EDGES_M, Histograms

_WIDTH, _HEIGHT = 620, 190
_BASE, _TOP, _SIDE = 160, 24, 8
"""Where the bars stand, how high they may be, and the margin at either side."""
_FINE_M = 500
"""A longest walk up to which the bars are 50 m wide; beyond they are 100 m wide."""
_NINE_TENTHS = 0.9


@dataclass(frozen=True, slots=True)
class Bars:
    """A row of bars.

    Parameters
    ----------
    band
        First and last bar that are marked as allowed; None for no band.
    """

    labels: Sequence[str]
    values: Sequence[int]
    band: tuple[int, int] | None = None


def load_bars(facts: ReportFacts, spread: Histograms) -> Bars:
    """Return members by the number of their households, from 0 to the largest of both plans."""
    both = (facts.spread_today.loads, facts.spread_after.loads)
    least, most = facts.rules.get("min_households"), facts.rules.get("max_households")
    ruled = isinstance(least, int) and isinstance(most, int)
    band = (int(str(least)), min(int(str(most)), LOADS_SHOWN)) if ruled else None
    size = max(*map(len, both), 1, 0 if band is None else band[1] + 1)
    labels = [str(load) for load in range(min(size, LOADS_SHOWN + 1))]
    if size > LOADS_SHOWN + 1:
        labels.append(f">{LOADS_SHOWN}")
    if band is not None and band[0] > band[1]:
        band = None
    return Bars(labels, _filled(spread.loads, size), band)


def size_bars(facts: ReportFacts) -> Bars:
    """Return planned teams by the number of their members, from 0."""
    sizes, asked = facts.total.planned_teams.sizes, facts.rules.get("teams")
    band = None
    if isinstance(asked, Mapping):
        band = (int(asked["min"]), int(asked["max"]))
    size = max(len(sizes), 1, 0 if band is None else band[1] + 1)
    return Bars([str(members) for members in range(size)], _filled(sizes, size), band)


def walk_bars(facts: ReportFacts, spread: Histograms) -> Bars:
    """Return households by their distance, in steps of 50 m where nobody walks far, else 100 m."""
    lengths = [facts.plans[name].longest_m for name in ("today", "after")]
    longest_m = max((length for length in lengths if not isnan(length)), default=0.0)
    step_m = 50 if longest_m <= _FINE_M else 100
    edges = [edge for edge in WALK_EDGES_M if edge % step_m == 0]
    reached = [edge for edge in edges if edge >= longest_m]
    last = reached[0] if reached else None
    shown = edges if last is None else edges[: edges.index(last) + 1]
    values = [0] * (len(shown) + (last is None))
    for edge, households in zip((*WALK_EDGES_M, None), _filled(spread.walks), strict=True):
        if households:
            nth = len(shown) if edge is None else sum(upper < edge for upper in shown)
            values[nth] += households
    labels = [f"≤{edge}" for edge in shown] + ([f">{shown[-1]}"] if last is None else [])
    return Bars(labels, values)


def nine_tenths_m(spread: Histograms) -> int | None:
    """Return the smallest edge within which nine in ten households live; None beyond the last."""
    walks, below = _filled(spread.walks), 0
    edges: Sequence[int] = WALK_EDGES_M
    for edge, households in zip(edges, walks, strict=False):
        below += households
        if below >= _NINE_TENTHS * sum(walks):
            return edge
    return None


def draw_bars(bars: Bars, *, kind: str) -> Markup:
    """Draw bars; ``kind`` is their class."""
    wide = (_WIDTH - 2 * _SIDE) / max(len(bars.values), 1)
    highest = max((*bars.values, 1))
    parts = [_band(bars.band, wide)] if bars.band else []
    for nth, (label, value) in enumerate(zip(bars.labels, bars.values, strict=True)):
        left, tall = _SIDE + nth * wide, (_BASE - _TOP) * value / highest
        middle = short(left + wide / 2)
        parts.append(
            Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
                kind, short(left + wide / 8), short(_BASE - tall), short(wide * 3 / 4), short(tall)
            )
        )
        if value:
            told = bilingual_number(value, tag="tspan")
            parts.append(
                Markup('<text class="value" x="{}" y="{}">{}</text>').format(
                    middle, short(_BASE - tall - 5), told
                )
            )
        parts.append(Markup('<text x="{}" y="{}">{}</text>').format(middle, _BASE + 17, label))
    axis = Markup('<path class="axis" d="M{} {}H{}"/>').format(_SIDE, _BASE, _WIDTH - _SIDE)
    return Markup('<svg class="bars" viewBox="0 0 {} {}" role="img">{}{}</svg>').format(
        _WIDTH, _HEIGHT, Markup("").join(parts), axis
    )


def _band(band: tuple[int, int], wide: float) -> Markup:
    first, last = band
    return Markup('<rect class="band" x="{}" y="0" width="{}" height="{}"/>').format(
        short(_SIDE + first * wide), short((last - first + 1) * wide), _BASE
    )


def _filled(values: Sequence[int], size: int = len(WALK_EDGES_M) + 1) -> list[int]:
    """Return the values with the empty bins at their end."""
    return [*values, *[0] * (size - len(values))]
