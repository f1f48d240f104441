"""The picture of attrition."""

from __future__ import annotations

import re

import numpy as np

from optimizer.domain.languages import Language
from optimizer.resilience.attrition import Attrition
from optimizer.resilience.attrition_picture import draw_attrition


def drawn(unserved: list[list[int]], before: int = 0) -> Attrition:
    found = np.array(unserved)
    return Attrition("v", 1000, 50, before, np.ones_like(found), found)


def bars(text: str) -> list[list[dict[str, str]]]:
    """Return the bars of each column with their attributes."""
    columns = re.findall(r"<g>(.*?)</g>", text)
    return [
        [
            dict(re.findall(r'([a-z]+)="([^"]*)"', bar))
            for bar in re.findall(r"<rect (.*?)/>", column)
        ]
        for column in columns
    ]


def test_that_a_bar_is_as_wide_as_its_draws() -> None:
    """Tests that three draws of four make a bar three times as wide, one column a share."""
    text = draw_attrition(drawn([[0, 0, 0, 0], [2, 2, 2, 8]]), (5.0, 7.5), Language.EN)
    first, second = bars(text)
    assert len(first) == 1
    wide = [float(bar["width"]) for bar in second]
    assert wide == [96.0, 32.0]
    assert float(second[0]["y"]) > float(second[1]["y"])  # more households stand higher
    assert "mean 3.5, 95th percentile 8, worst 8" in text
    assert ">5% leave<" in text
    assert ">7.5% leave<" in text


def test_that_it_speaks_vietnamese() -> None:
    """Tests that words and decimals are Vietnamese where they are asked for."""
    text = draw_attrition(drawn([[1, 2]]), (10.0,), Language.VI)
    assert "bình quân 1,5, phân vị 95 2, tối đa 2" in text
    assert ">10% nghỉ<" in text
    assert " leave" not in text


def test_that_many_values_share_bars() -> None:
    """Tests that no more bars are drawn than can be told apart, inside the picture."""
    (column,) = bars(draw_attrition(drawn([list(range(1000))], before=3), (10.0,), Language.EN))
    assert 30 < len(column) <= 44
    middles = [float(bar["y"]) + float(bar["height"]) / 2 for bar in column]
    assert min(middles) >= 64
    assert max(middles) <= 284


def test_that_nobody_left_out_is_a_picture_too() -> None:
    """Tests that a village that loses nobody has one bar on the base."""
    (column,) = bars(draw_attrition(drawn([[0, 0]]), (10.0,), Language.EN))
    assert float(column[0]["y"]) + float(column[0]["height"]) / 2 == 284
