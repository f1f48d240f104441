"""Broken rules in Vietnamese."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from optimizer.domain.languages import Language
from optimizer.output.text.violation_texts import SENTENCES, violation_line
from optimizer.verification import Violation

ROOT = Path(__file__).parents[4] / "optimizer"
SAYS = {"broken", "_broken", "Violation", "add"}
KINDS = ("household", "member", "person", "place")


SOURCES = [
    path
    for folder in ("verification", "output/checks")
    for path in sorted((ROOT / folder).glob("*.py"))
]


def codes() -> set[str]:
    """Return the codes of every call that tells of a broken rule."""
    found = {f"UNKNOWN_{kind.upper()}" for kind in KINDS}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in SAYS:
                texts = [one for given in node.args for one in ast.walk(given)]
                found |= {
                    one.value
                    for one in texts
                    if isinstance(one, ast.Constant)
                    and isinstance(one.value, str)
                    and re.fullmatch("[A-Z][A-Z_]*[A-Z]", one.value)
                }
    return found


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def test_that_every_code_has_a_sentence() -> None:
    """Tests that a code without a Vietnamese sentence, or a sentence without a code, is found."""
    assert codes() <= SENTENCES.keys()
    sources = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    made = {f"UNKNOWN_{kind.upper()}" for kind in KINDS}
    assert {code for code in SENTENCES if f'"{code}"' not in sources} <= made


def test_that_a_line_shows_who_and_the_code() -> None:
    """Tests that Vietnamese has place, witness and code, and English the whole sentence."""
    one = Violation("serve", "LOCKED", 1.0, ("h1", "m2"), "h1 is locked to m2.", "today")
    assert violation_line(one, Language.EN) == str(one)
    assert (
        violation_line(one, Language.VI) == "today: hộ đã cố định với người khác (h1, m2) [LOCKED]"
    )
