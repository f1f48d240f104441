"""The handbook, taken at its word; its notebooks are executed by ``make docs``."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.entry import app
from optimizer.output.formats import OutputFormat

HANDBOOK = Path(__file__).parents[1] / "api" / "handbook"
PAGES = sorted(
    path for path in HANDBOOK.rglob("*.md") if "build" not in path.relative_to(HANDBOOK).parts
)
TUTORIALS = [path for path in PAGES if path.parent.name == "tutorials"]


def name(path: Path) -> str:
    return str(path.relative_to(HANDBOOK))


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_that_every_tutorial_is_in_both_languages() -> None:
    """Tests that officer, analyst and programmer are told in English and in Vietnamese."""
    found = {path.stem for path in TUTORIALS}
    readers = ("officer", "analyst", "programmer")
    assert found == {f"{reader}-{language}" for reader in readers for language in ("en", "vi")}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_that_links_lead_somewhere(page: Path) -> None:
    """Tests that every page is in the index, and links to files that are there."""
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        assert (page.parent / link).exists(), link
    index = (HANDBOOK / "index.md").read_text(encoding="utf-8")
    assert page.name in {"index.md", "README.md"} or name(page).removesuffix(".md") in index


@pytest.mark.parametrize("page", TUTORIALS, ids=name)
def test_that_commands_of_a_tutorial_work(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that the commands of a page end well, one after the other."""
    monkeypatch.chdir(tmp_path)
    for block in blocks(page, "console"):
        for line in block.splitlines():
            words = shlex.split(line.removeprefix("$ liengia "))
            more = ["--workers", "1"] if words[0] == "optimize" else []
            ended = CliRunner().invoke(app, [*words, *more])
            assert ended.exit_code == 0, (line, ended.output)


@pytest.mark.parametrize("language", ["en", "vi"])
def test_that_a_program_prints_what_stands_below(language: str) -> None:
    """Tests that the programmer's example does what it says."""
    page = HANDBOOK / "tutorials" / f"programmer-{language}.md"
    [code], [shown] = blocks(page, "python"), blocks(page, "text")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, page.name, "exec"), {})  # noqa: S102 - our own page
    assert printed.getvalue() == shown


def test_that_every_format_for_the_field_has_its_page() -> None:
    """Tests that whoever gets a file finds out what to do with it."""
    told = {path.stem for path in PAGES if path.parent.name == "how-to"}
    maps = {"gpkg", "geojson", "geojson-layers", "flatgeobuf"}
    assert told == {kind.value for kind in OutputFormat} - maps
