from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.planner_app import app

COUNTS = """village;name;area_1;households;members
a;Một;X;412;36
b;[red];Y;33;0
c;Ba;Y;30;9
d;;Y;9;1
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def counts(tmp_path: Path) -> Path:
    (tmp_path / "c.csv").write_text(COUNTS, encoding="utf-8")
    return tmp_path / "c.csv"


def test_that_counts_are_summed_up(counts: Path, tmp_path: Path) -> None:
    """Tests that the terminal says what is proven, who needs most, and what counts do not know."""
    result = run("screen", counts, "--output", tmp_path / "s.csv")
    assert result.exit_code == 0
    assert "Villages: 4. Households: 484. Members: 46. Counts only" in result.stdout
    assert "Recruits needed at least: 10 (villages: 2), wherever people live." in result.stdout
    assert "do not exclude NEEDS_MEMBERS_LOCAL" in result.stdout
    lines = result.stdout.splitlines()
    listed = [line.split()[-1] for line in lines if line.startswith(("a Một", "b [red]"))]
    assert listed == ["6", "4"]
    assert len((tmp_path / "s.csv").read_text(encoding="utf-8-sig").splitlines()) == 5


def test_that_options_change_the_window(counts: Path) -> None:
    """Tests that a larger maximum takes needs away, and Vietnamese is spoken."""
    result = run("screen", counts, "--max-households", 12, "--lang", "vi")
    assert "Cần bổ sung ít nhất: 3 thành viên tại 1 thôn, khu phố" in result.stdout
    (tail,) = run("screen", counts, "--max-households", 3).stderr.splitlines()
    assert "min_households 5 is above max_households 3" in tail


def test_that_nothing_is_missing_where_counts_are_enough(tmp_path: Path) -> None:
    """Tests that enough by counts is said as such and lists no village."""
    (tmp_path / "c.csv").write_text("id,households,members\na,9,1\n", encoding="utf-8")
    text = run("screen", tmp_path / "c.csv").stdout
    assert "Counts alone show no need for recruits." in text
    assert "recruits\n" not in text


def test_that_bad_input_is_told_in_lines(counts: Path, tmp_path: Path) -> None:
    """Tests that bad input gives exit code 2, a line a problem, then an option, and no file."""
    counts.write_text("id,households,members,phone\na,x,1,0\na,1,-1,0\n", encoding="utf-8")
    result = run("screen", counts, "--output", tmp_path / "s.json")
    assert result.exit_code == 2
    *problems, hint = result.stderr.splitlines()
    assert len(problems) == 4
    assert hint == 'To leave these columns out: --leave-out "phone"'
    assert not (tmp_path / "s.json").exists()
    result = run("screen", counts, "--output", tmp_path / "s.txt")
    assert (result.exit_code, "UNKNOWN_FORMAT" in result.stderr) == (2, True)


def test_that_reports_are_written_again(tmp_path: Path) -> None:
    """Tests that the command names both files, and refuses a folder that is no result."""
    assert run("optimize", "tiny", "--output", tmp_path / "out", "--lang", "vi").exit_code == 0
    assert '<html lang="vi">' in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    result = run("report", tmp_path / "out", "--lang", "en")
    assert result.exit_code == 0
    assert [Path(line).name for line in result.stdout.split()] == ["report.html", "report.xlsx"]
    assert '<html lang="en">' in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert run("report", tmp_path).exit_code == 2


def test_that_look_alike_villages_are_noted(tmp_path: Path) -> None:
    """Tests that one village written in two ways is counted as two with a note."""
    text = "id,households,members\nThôn 1,9,1\nThôn 1.,9,1\n"
    (tmp_path / "c.csv").write_text(text, encoding="utf-8")
    result = run("screen", tmp_path / "c.csv")
    assert result.exit_code == 0
    assert "c.csv rows 2, 3: the ids 'Thôn 1' and 'Thôn 1.' look alike" in result.stderr
