"""Chat messages: short enough, in two languages, nobody's households in another's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optimizer.domain.languages import Language
from optimizer.input.request import scenario_from_request
from optimizer.output.field_tools.message_files import MOST_CHARACTERS, messages
from optimizer.output.field_tools.person_lists import person_lists
from optimizer.output.formats import OutputFormat
from optimizer.pipeline import plan_village
from tests.optimizer.output.earth_village import entries, plans_on_earth, write


def test_that_a_message_says_who_has_whom(tmp_path: Path) -> None:
    """Tests that a text is what a person may be sent, in Vietnamese."""
    found = entries(write(tmp_path / "out", OutputFormat.MESSAGES, Language.VI))
    lines = found["after/0001-Thôn-Một-Đông/002-recruit-1.txt"].splitlines()
    assert lines[0] == "Thôn Một / Đông: các hộ của Người bổ sung 1"
    assert lines[1].startswith("Phương án đề xuất sau khi bổ sung. Số hộ: ")
    assert "đường chim bay" in lines[1]
    assert lines[2] == ""
    assert lines[3].startswith("1. hộ <&\"' ")
    assert lines[3].endswith(" m)")


def test_that_every_household_is_told_to_one_person(tmp_path: Path) -> None:
    """Tests that in each plan the messages together name every household that is served, once."""
    found = entries(write(tmp_path / "out", OutputFormat.MESSAGES))
    told = [
        line.partition(". ")[2].rpartition(" (")[0]
        for name, text in found.items()
        if name.startswith("after/0001")
        for line in text.splitlines()[3:]
    ]
    assert sorted(told) == [f"hộ <&\"' {nth}" for nth in range(8)]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("length", [1, 60, 5_000])
def test_that_no_message_is_too_long(language: Language, length: int) -> None:
    """Tests that long lists become several numbered messages that lose no household."""
    scenario, plans = plans_on_earth()
    village, plan = scenario.villages[0], plans[0]
    count = 300
    ids = np.array([f"{nth:03}".ljust(length, "x") for nth in range(count)])
    homes = replace(
        village.households,
        ids=ids,
        xy=np.zeros((count, 2)),
        given=np.zeros((count, 2)),
    )
    made = replace(
        plan.today,
        person=np.zeros(count, np.int64),
        metres=np.arange(count, dtype=float),
        loads=np.array([count]),
    )
    large, told = replace(village, households=homes), replace(plan, today=made, after=None)
    listed = next(iter(person_lists(large, told)))
    texts = messages(large, listed, language)
    assert all(1 <= len(text) <= MOST_CHARACTERS for text in texts)
    lines = [line for text in texts for line in text.splitlines()[3:]]
    assert [line.partition(". ")[2][:3] for line in lines] == [f"{nth:03}" for nth in range(count)]
    assert len(texts) == 1 or f"(1/{len(texts)})" in texts[0].splitlines()[0]


def test_that_a_list_without_points_has_addresses(tmp_path: Path) -> None:
    """Tests that where metres are never shown the message says where the house stands."""
    homes = [
        {"id": f"h{nth}", "hamlet": "Đông", "alley": "Ngõ 1", "order": nth} for nth in (1, 2, 3)
    ]
    people = [{"id": "m1", "hamlet": "Đông", "alley": "Ngõ 1", "order": 2}]
    scenario = scenario_from_request(
        {
            "rules": {"metric": {"kind": "list"}, "min_households": 1},
            "villages": [{"id": "v", "households": homes, "members": people}],
        }
    )
    plans = tuple(plan_village(village) for village in scenario.villages)
    path = write(tmp_path / "out", OutputFormat.MESSAGES, planned=(scenario, plans))
    text = entries(path)["today/0001-v/001-m1.txt"]
    assert text.splitlines()[3:] == [
        "1. h1 (Đông, Ngõ 1, 1)",
        "2. h2 (Đông, Ngõ 1, 2)",
        "3. h3 (Đông, Ngõ 1, 3)",
    ]
    assert " m" not in text.splitlines()[1]
