"""The page's marks beside those of the report and the maps."""

from __future__ import annotations

import re
from pathlib import Path

from optimizer.output.map import palette
from optimizer.output.map.palette import VERDICTS, Mark

MARKS = (Path(__file__).parents[2] / "api" / "web" / "src" / "marks.ts").read_text(encoding="utf-8")


def drawn() -> dict[str, tuple[str, str, str]]:
    """Return the fill, the ink and the path of every mark of the page, by its name."""
    shapes = dict(re.findall(r'const (\w+) =\s+"([^"]+)"', MARKS))
    pattern = r'(\w+)(?:: Mark =|:) \{ fill: "(\S+)", ink: "(\S+)", path: (\w+) \}'
    return {
        name: (fill, ink, shapes[shape]) for name, fill, ink, shape in re.findall(pattern, MARKS)
    }


def said(mark: Mark) -> tuple[str, str, str]:
    return mark.fill, mark.ink, mark.path


def test_that_the_page_draws_as_the_report_does() -> None:
    """Tests that a verdict, a member and a recruit look the same wherever they are shown."""
    known = {
        **{str(verdict): said(mark) for verdict, mark in VERDICTS.items()},
        "SERVED": said(palette.SERVED),
        "UNSERVED": said(palette.UNSERVED),
        "MEMBER": said(palette.MEMBER),
        "RECRUIT": said(palette.RECRUIT),
    }
    assert {name: mark for name, mark in drawn().items() if name != "WAITING"} == known


def test_that_the_outline_is_the_same() -> None:
    """Tests that every mark has the report's dark edge."""
    assert f'OUTLINE = "{palette.OUTLINE}"' in MARKS
