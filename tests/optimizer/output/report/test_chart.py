from __future__ import annotations

import re
from dataclasses import replace

from optimizer.output.report.chart import Bars, draw_bars, load_bars, nine_tenths_m, walk_bars
from optimizer.output.summary.histograms import LOADS_SHOWN, WALK_EDGES_M, Histograms
from tests.optimizer.output.report.rows import FINE, POOR, facts


def test_that_loads_are_shown_with_the_allowed_band() -> None:
    """Tests that bars go from 0 to the rule's maximum at least, with its window behind them."""
    made = facts([FINE, POOR])
    bars = load_bars(made, made.spread_today)
    assert list(bars.labels) == [str(load) for load in range(11)]
    assert list(bars.values) == [0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0]
    assert bars.band == (5, 10)
    assert 'class="band"' in draw_bars(bars, kind="today")
    assert load_bars(facts([FINE], rules={}), made.spread_today).band is None


def test_that_overlong_loads_share_the_last_bar() -> None:
    """Tests that loads beyond the last bin are labelled as such, also where they are allowed."""
    row = replace(FINE, spread_today=Histograms((0,) * (LOADS_SHOWN + 1) + (3,), ()))
    made = facts([row], rules={"min_households": 30, "max_households": 40})
    bars = load_bars(made, made.spread_today)
    assert (bars.labels[-1], bars.values[-1], bars.band) == (">20", 3, None)
    assert len(bars.labels) == len(bars.values)


def test_that_no_household_is_lost_between_the_bars() -> None:
    """Tests that bars of 50 m and of 100 m, near and far, hold every household."""
    counts = tuple(range(1, len(WALK_EDGES_M) + 2))
    for longest_m, first in ((500.0, "≤50"), (501.0, "≤100"), (9000.0, "≤100")):
        size = next((n + 1 for n, e in enumerate(WALK_EDGES_M) if e >= longest_m), len(counts))
        row = replace(FINE, spread_today=Histograms((), counts[:size]), longest_m=longest_m)
        row = replace(row, today=replace(row.today, longest_m=longest_m))
        made = facts([row])
        bars = walk_bars(made, made.spread_today)
        assert sum(bars.values) == sum(counts[:size])
        assert bars.labels[0] == first
        assert len(bars.labels) == len(bars.values)


def test_that_nine_in_ten_live_within_what_is_said() -> None:
    """Tests that exactly nine tenths suffice, and that a walk beyond the last edge is not told."""
    assert nine_tenths_m(Histograms((), (9, 1))) == 50
    assert nine_tenths_m(Histograms((), (89, 1, 10))) == 100
    assert nine_tenths_m(Histograms((), (0,) * len(WALK_EDGES_M) + (5,))) is None


def test_that_bars_are_as_high_as_their_values() -> None:
    """Tests that heights are in proportion, and that nothing at all can be drawn."""
    heights = [
        float(h)
        for h in re.findall(r'height="([\d.]+)"/>', draw_bars(Bars("ab", [4, 2]), kind="x"))
    ]
    assert heights[0] == 2 * heights[1]
    assert "<rect" not in draw_bars(Bars((), ()), kind="x")
