"""The verifier's rules of moves, each broken in one way."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.output.checks import verify_response
from tests.optimizer.simple_planner import make_village
from tests.optimizer.test_moves import PAIRS, RULES, document
from tests.optimizer.verification.example import on_a_line


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ([], "CAUSE"),
        ([["h002", "m000", "m001", "CHOICE"]], "CAUSE"),
        ([["h002", "m000", None, "EVENT"]], "CLAIM"),
        ([["h001", "m000", "m001", "EVENT"], ["h002", "m000", "m001", "EVENT"]], "MOVES"),
        ([["h009", "m000", "m001", "EVENT"]], "UNKNOWN_HOUSEHOLD"),
        (["h002"], "TYPE"),
    ],
)
def test_that_the_verifier_finds_wrong_moves(spoilt: list[object], code: str) -> None:
    """Tests that moves left out, with a wrong cause or wrong ends are found."""
    village = make_village(
        on_a_line(0, 1, 2),
        on_a_line(0, 2),
        rules=RULES,
        current=PAIRS,
        forbidden=np.array([[2, 0]]),
    )
    scenario, written = document(village)
    assert verify_response(scenario, written) == ()
    written["villages"][0]["today"]["moves"] = spoilt  # type: ignore[index]
    assert code in {found.code for found in verify_response(scenario, written)}
