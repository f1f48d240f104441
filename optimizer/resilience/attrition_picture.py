"""Attrition as a picture: for each share how many draws leave how many households out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from optimizer.domain.languages import Language, written_number, written_percent
from optimizer.domain.scenario import Ints
from optimizer.resilience.attrition import EVERYBODY, Attrition

_LEFT, _TOP, _BASE, _COLUMN, _WIDEST = 64, 64, 284, 150, 96
_LEAST_WIDTH = 480
_BINS = 44
"""Bars of a share, at most: as many as can be told apart."""
_TICKS = 5
_STYLE = (
    "text{font:12px sans-serif;fill:#333}.title{font-weight:600}.axis{stroke:#999;fill:none}"
    ".draws{fill:#1b6e53;opacity:.35}.mean{stroke:#1b6e53;stroke-width:3}"
    ".p95{stroke:#c2410c;stroke-width:2}.before{stroke:#555;stroke-dasharray:4 3}"
)
TITLES: Mapping[Language, tuple[str, str, str, str]] = {
    Language.EN: (
        "Households without anybody when members leave",
        "green: mean; red: 95th percentile; dashed: nobody leaves; below: mean / 95 % / worst",
        "{} leave",
        "mean {}, 95th percentile {}, worst {}",
    ),
    Language.VI: (
        "Số hộ chưa có ai khi có người nghỉ",
        "xanh: bình quân; đỏ: phân vị 95; nét đứt: không ai nghỉ; dưới: bình quân / 95 % / tối đa",
        "{} nghỉ",
        "bình quân {}, phân vị 95 {}, tối đa {}",
    ),
}


@dataclass(frozen=True, slots=True)
class _Heights:
    """Where so many households are on the picture."""

    most: int

    def of(self, households: float) -> float:
        """Return the place from above."""
        return _BASE - households / self.most * (_BASE - _TOP)


def draw_attrition(found: Attrition, shares: Sequence[float], language: Language) -> str:
    """Return an SVG with a column a share: its draws as bars, their mean and 95th percentile."""
    title, legend, leave, said = TITLES[language]
    heights = _Heights(max(int(found.unserved.max(initial=0)), found.before, 1))
    width = max(_LEFT + _COLUMN * len(shares) + 16, _LEAST_WIDTH)
    parts = [
        Markup('<text class="title" x="8" y="18">{}</text>').format(title),
        Markup('<text x="8" y="36">{}</text>').format(legend),
        Markup('<path class="axis" d="M{} {}V{}H{}"/>').format(_LEFT, _TOP, _BASE, width - 16),
        *_marks(heights, language),
        _level("before", heights.of(found.before), (_LEFT, width - 16)),
    ]
    columns = zip(shares, found.unserved, found.figures(), strict=True)
    for nth, (share, unserved, told) in enumerate(columns):
        middle = _LEFT + _COLUMN * nth + _COLUMN / 2
        numbers = [
            written_number(told.mean, language, digits=1),
            *(written_number(one, language) for one in (told.high, told.worst)),
        ]
        parts += [
            Markup("<g><title>{}</title>").format(said.format(*numbers)),
            *_bars(unserved, middle, heights),
            _level("mean", heights.of(told.mean), (middle - _WIDEST / 2, middle + _WIDEST / 2)),
            _level("p95", heights.of(told.high), (middle - _WIDEST / 2, middle + _WIDEST / 2)),
            Markup("</g>"),
            _below(middle, 18, leave.format(percent(share, language))),
            _below(middle, 34, " / ".join(numbers)),
        ]
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img">'
            "<style>{}</style>{}</svg>\n"
        ).format(width, _BASE + 44, _STYLE, Markup("").join(parts))
    )


def percent(share: float, language: Language) -> str:
    """Return a share as people write it, with a decimal only where it has one."""
    return written_percent(share / EVERYBODY, language, digits=0 if share == int(share) else 1)


def _bars(unserved: Ints, middle: float, heights: _Heights) -> list[Markup]:
    """Return the draws of a share: a bar as wide as many draws leave so many out."""
    low, high = int(unserved.min()), int(unserved.max())
    step = max(1, -(-(heights.most + 1) // _BINS))
    counts = np.bincount((unserved - low) // step, minlength=(high - low) // step + 1)
    tall = max((_BASE - _TOP) / heights.most * step * 0.8, 1.5)
    bars = []
    for nth in np.flatnonzero(counts).tolist():
        wide = _WIDEST * counts[nth] / counts.max()
        centre = heights.of(min(low + nth * step + (step - 1) / 2, high))
        bars.append(
            Markup(
                '<rect class="draws" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>'
            ).format(middle - wide / 2, centre - tall / 2, wide, tall)
        )
    return bars


def _level(kind: str, y: float, ends: tuple[float, float]) -> Markup:
    return Markup('<path class="{}" d="M{:.1f} {:.1f}H{:.1f}"/>').format(kind, ends[0], y, ends[1])


def _below(middle: float, down: int, text: str) -> Markup:
    return Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
        middle, _BASE + down, text
    )


def _marks(heights: _Heights, language: Language) -> list[Markup]:
    """Return the numbers of households along the axis, each whole number once."""
    levels = sorted({round(heights.most * nth / (_TICKS - 1)) for nth in range(_TICKS)})
    return [
        Markup('<text x="{}" y="{:.1f}" text-anchor="end">{}</text>').format(
            _LEFT - 6, heights.of(level) + 4, written_number(level, language)
        )
        for level in levels
    ]
