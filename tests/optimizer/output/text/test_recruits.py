"""What is said about recruits, one by one and in the order of their worth."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.output.text import recruit_messages, village_messages
from optimizer.output.text.english import worth as worth_in_english
from optimizer.output.text.vietnamese import worth as worth_in_vietnamese
from optimizer.pipeline import plan_village
from tests.optimizer.output.text.tiny import EN, RULES, TWO, VI, changed, spots
from tests.optimizer.simple_planner import make_village

WORTH: dict[str, tuple[list[int], str, str]] = {
    "nobody": ([], "", ""),
    "one": (
        [1],
        "The recruit serves 1 more household.",
        "Người này giúp thêm được 1 hộ có người phụ trách.",
    ),
    "alike": (
        [9, 9],
        "Each recruit serves 9 more households.",
        "Mỗi người giúp thêm được 9 hộ có người phụ trách.",
    ),
    "two": (
        [10, 3],
        "The first serves 10 more households, the second 3.",
        "Người thứ nhất giúp thêm được 10 hộ, người thứ hai thêm 3 hộ.",
    ),
    "many": (
        [10, 10, 8, 5, 5, 5, 1],
        (
            "The first 2 serve 10 more households each, the next one 8, "
            "the next 3 serve 5 each, the next one 1."
        ),
        (
            "2 người đầu mỗi người giúp thêm được 10 hộ, người thứ ba thêm 8 hộ, "
            "3 người tiếp theo mỗi người thêm 5 hộ, người thứ 7 thêm 1 hộ."
        ),
    ),
    "more than can be listed": (
        [9, 8, 7, 6, 5],
        (
            "The first serves 9 more households, the second 8, the third 7, the fourth 6, "
            "the others fewer."
        ),
        (
            "Người thứ nhất giúp thêm được 9 hộ, người thứ hai thêm 8 hộ, người thứ ba thêm 7 hộ, "
            "người thứ tư thêm 6 hộ, những người còn lại ít hơn."
        ),
    ),
}


@pytest.mark.parametrize("name", WORTH)
def test_that_recruits_come_in_the_order_of_their_worth(name: str) -> None:
    """Tests that recruits of equal worth in a row are told together."""
    gains, english, vietnamese = WORTH[name]
    assert worth_in_english(gains, exchanged=False) == english
    assert worth_in_vietnamese(gains, exchanged=False) == vietnamese


def test_that_every_recruit_has_a_sentence() -> None:
    """Tests that place, hamlet and worth of each recruit are told, in the order of worth."""
    plan = changed(plan_village(TWO), places=np.array([0, 7, 1]), worth=np.array([3, 2, 1]))
    told = village_messages(TWO, plan)
    first, second, _ = recruit_messages(TWO, plan, told.hamlets)
    assert told.hamlets == ("A", "B", "A")
    assert told.worth[EN] == (
        "Through exchanges, the first serves 3 more households, the second 2, the third 1."
    )
    assert first[EN] == (
        "recruit-1 is wanted near household h000 in hamlet A: "
        "with this recruit 3 more households are looked after through exchanges."
    )
    assert second[VI] == (
        "Người bổ sung 2: cần ở gần hộ h007, xóm B; nhờ đó, thêm được 2 hộ có người phụ trách."
    )


def test_that_a_given_place_has_the_hamlet_of_its_nearest_household() -> None:
    """Tests that recruits near given places are told with the nearest household's hamlet."""
    village = replace(TWO, places=make_village(spots(at40=1, at990=1), spots(), rules=RULES).sites)
    plan = plan_village(village)
    told = village_messages(village, plan)
    assert sorted(told.hamlets) == ["A", "A", "B"]
    assert "near place h00" in recruit_messages(village, plan, told.hamlets)[0][EN]


def test_that_worth_that_does_not_add_up_is_not_told() -> None:
    """Tests that nothing is said of a worth that an enforced minimum does not let come true."""
    plan = changed(plan_village(TWO), worth=np.array([3, 3, 3]))
    told = village_messages(TWO, plan)
    assert set(told.worth.values()) == {""}
    for sentences in recruit_messages(TWO, plan, told.hamlets):
        assert sentences[EN].endswith((" in hamlet A.", " in hamlet B."))
        assert sentences[VI].endswith((", xóm A.", ", xóm B."))


def test_that_who_adds_more_than_it_looks_after_does_so_by_exchange() -> None:
    """Tests that a recruit of two households that adds three is told with the exchange."""
    plan = changed(plan_village(TWO), places=np.array([0, 7, 1]), worth=np.array([3, 2, 1]))
    assert plan.after is not None
    assert plan.after.loads[len(TWO.members) :].tolist() == [2, 2, 3]
    told = village_messages(TWO, plan)
    first, second, _ = recruit_messages(TWO, plan, told.hamlets)
    assert told.worth[VI].startswith("Nhờ đổi hộ, người thứ nhất giúp thêm được 3 hộ, người thứ ")
    assert first[VI].endswith("; nhờ đổi hộ, thêm được 3 hộ có người phụ trách.")
    assert "exchange" not in second[EN]
