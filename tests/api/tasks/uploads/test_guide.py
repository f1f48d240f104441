"""The guide of the template: coordinates, and whether teams are wanted."""

from __future__ import annotations

import io
import re
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from api.tasks.planner_task import Sizes
from api.tasks.uploads.uploaded_files import Sent, UnpackLimits, scenario_of_files
from api.tasks.uploads.workbook_template import NOTES, template
from optimizer.domain.scenario import Scenario
from optimizer.domain.teams import TeamRules
from optimizer.errors import ScenarioError

BOUNDS = UnpackLimits(Sizes(100, 1_000, 100), 200_000, 20)


def filled(**cells: str) -> Scenario:
    """Return the scenario of the template with cells of its guide filled in."""
    book, made = CalamineWorkbook.from_filelike(io.BytesIO(template())), io.BytesIO()
    with Workbook(made, {"in_memory": True}) as copy:
        for name in book.sheet_names:
            sheet = copy.add_worksheet(name)
            for at, row in enumerate(book.get_sheet_by_name(name).to_python()):
                said = [row[0], cells[str(row[0])]] if name == NOTES and row[0] in cells else row
                sheet.write_row(at, 0, said)
    return scenario_of_files([Sent("mẫu.xlsx", made.getvalue())], BOUNDS, "")


def test_that_the_template_asks_for_teams_where_somebody_says_so() -> None:
    """Tests that a yes in the guide makes teams of 5 to 12, and an empty cell none."""
    asked = filled(coordinates="metres", teams="Có")
    assert asked.rules.teams == TeamRules(min=5, max=12, target=9)
    assert asked.villages[0].members.leaders.tolist() == [True]
    assert filled(coordinates="metres").rules.teams is None


def test_that_another_word_is_named_with_its_row() -> None:
    """Tests that what is neither yes nor no is refused, with what to write."""
    with pytest.raises(ScenarioError, match=r"write có or yes.*NOT_A_TRUTH"):
        filled(coordinates="metres", teams="5-12")


@pytest.mark.parametrize("metric", ["straight", "list"])
def test_that_a_hint_is_about_its_own_column(metric: str) -> None:
    """Tests that a village's id is unique among villages, a household's in its village."""
    with ZipFile(io.BytesIO(template(metric))) as book:
        # The guide has no comments, so the first are those of the villages.
        notes = [book.read(f"xl/comments{nth}.xml").decode() for nth in (1, 2)]
    villages, households = (
        dict(re.findall(r'<comment ref="(\w+)".*?<t(?: [^>]*)?>(.*?)</t>', note, re.DOTALL))
        for note in notes
    )
    assert villages["A1"].endswith("id of the village, unique in the file")
    assert "trong thôn" not in villages["A1"]
    assert villages["B1"].startswith("tên thôn")
    assert households["A1"] == "mã thôn / id of the village"
    assert households["B1"].endswith("id, unique in the village")
