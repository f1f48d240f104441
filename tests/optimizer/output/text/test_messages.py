"""What is said about tiny villages, in both languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.domain.goals import Stage
from optimizer.domain.plan import Pocket, Relaxations
from optimizer.domain.proof import Proof
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Village
from optimizer.output.text import village_messages
from optimizer.pipeline import plan_village
from tests.optimizer.output.text.tiny import EN, FULL, RULES, TWO, VI, changed, said, spots, under
from tests.optimizer.simple_planner import make_village


def test_that_recruits_are_told_hamlet_by_hamlet() -> None:
    """Tests that each hamlet has its number, and its pocket as the reason, in both languages."""
    message = village_messages(TWO, plan_village(TWO)).message
    assert message[EN] == (
        "Thôn v: 9 households, 1 member. "
        "Add at least 3: 2 near hamlet A (7 households there are reached by 1 member, "
        "who can look after 3), 1 near B (at least 1 household there is reached by no member)."
    )
    assert message[VI] == (
        "Thôn v: 9 hộ, 1 thành viên. "
        "Cần bổ sung ít nhất 3 thành viên: 2 người gần xóm A (7 hộ ở đó chỉ có 1 thành viên "
        "trong cự ly, phụ trách được 3 hộ), 1 người gần xóm B (ít nhất 1 hộ ở đó không có "
        "thành viên nào trong cự ly)."
    )


def test_that_a_village_without_a_name_goes_by_its_id() -> None:
    """Tests that the word for a village stands before an id, and not before a name."""
    nameless = replace(TWO, name="")
    message = village_messages(nameless, plan_village(nameless)).message
    assert message[EN].startswith("Village v: 9 households, 1 member.")
    assert message[VI].startswith("Thôn v: 9 hộ, 1 thành viên.")


ALL_SERVED: dict[str, tuple[Village, str, str]] = {
    "nobody there": (
        make_village(spots(), spots(at0=1), rules=RULES),
        "There is nobody to look after.",
        "Không có hộ nào cần phụ trách.",
    ),
    "just enough": (
        FULL,
        "Everyone is looked after; there is no room for one more.",
        "Mọi hộ đều có người phụ trách; không nhận thêm được hộ nào.",
    ),
    "one below the minimum": (
        make_village(spots(at0=1), spots(at0=1), rules=RULES),
        (
            "Everyone is looked after; there are more members than the minimum needs; "
            "1 member looks after fewer households than its minimum."
        ),
        (
            "Mọi hộ đều có người phụ trách; thành viên nhiều hơn mức tối thiểu cần; "
            "1 thành viên phụ trách dưới mức tối thiểu."
        ),
    ),
    "some in reserve": (
        make_village(spots(at0=3), spots(at0=4), rules=RULES),
        (
            "Everyone is looked after; there are more members than the minimum needs; "
            "3 members are in reserve."
        ),
        (
            "Mọi hộ đều có người phụ trách; thành viên nhiều hơn mức tối thiểu cần; "
            "3 thành viên dự phòng."
        ),
    ),
    "little room": (
        make_village(spots(at0=29), spots(at0=10), rules=RULES),
        "Everyone is looked after; there is room for 1 more household.",
        "Mọi hộ đều có người phụ trách; chỉ còn nhận thêm được 1 hộ.",
    ),
}


@pytest.mark.parametrize("name", ALL_SERVED)
def test_that_a_village_without_a_need_is_told_so(name: str) -> None:
    """Tests that who is in reserve, below the minimum or nearly full is said, each in its form."""
    village, english, vietnamese = ALL_SERVED[name]
    assert said(village) == (english, vietnamese)


FAR = make_village(spots(at0=3, at1000=1), spots(at0=1), rules=RULES, places=spots(at0=1))
"""Hamlet A of three with a member who holds them, and a household out of every place's reach."""

SHORT: dict[str, tuple[Village, str, str]] = {
    "relaxations beside recruits": (
        make_village(
            spots(at0=5), spots(at0=1), rules=RULES, windows=np.array([[2, 3]]), places=spots(at0=1)
        ),
        (
            "Add at least 1 near place p000. "
            "4 households of the village are reached by 1 member, who can look after 3. "
            "Everybody would be looked after with 1 recruit, or at most 5 households each."
        ),
        (
            "Cần bổ sung ít nhất 1 thành viên gần điểm p000. "
            "4 hộ trong thôn chỉ có 1 thành viên trong cự ly, phụ trách được 3 hộ. "
            "Để mọi hộ đều có người phụ trách, có thể bổ sung 1 thành viên, "
            "hoặc cho mỗi thành viên phụ trách tối đa 5 hộ."
        ),
    ),
    "no members at all": (
        make_village(spots(at0=1), spots(), rules=RULES),
        "Add at least 1 near household h000.",
        "Cần bổ sung ít nhất 1 thành viên gần hộ h000.",
    ),
    "no members, two hamlets": (
        make_village(spots(at0=4, at1000=1), spots(), rules=RULES),
        "Add at least 3: 2 near hamlet A, 1 near B.",
        "Cần bổ sung ít nhất 3 thành viên: 2 người gần xóm A, 1 người gần xóm B.",
    ),
    "recruiting off": (
        under(TWO, recruiting=False),
        (
            "6 households have nobody: 4 because all members near enough are full; "
            "2 because no member lives near enough. Recruiting is switched off."
        ),
        (
            "Còn 6 hộ chưa có người phụ trách: 4 hộ vì các thành viên ở gần đều đã đủ số hộ; "
            "2 hộ vì không có thành viên nào trong cự ly. Phương án không xét bổ sung thành viên."
        ),
    ),
    "a cap that binds": (
        under(TWO, max_recruits=2),
        (
            "Add 2: 1 near hamlet A (7 households there are reached by 1 member, who can look "
            "after 3), 1 near B (at least 1 household there is reached by no member). "
            "With at most 2 recruits 1 household stays without anybody; 3 would be needed."
        ),
        (
            "Bổ sung 2 thành viên: 1 người gần xóm A (7 hộ ở đó chỉ có 1 thành viên trong cự ly, "
            "phụ trách được 3 hộ), "
            "1 người gần xóm B (ít nhất 1 hộ ở đó không có thành viên nào trong cự ly). "
            "Nếu chỉ được bổ sung tối đa 2 thành viên thì còn 1 hộ chưa có người phụ trách; "
            "cần 3 người mới đủ."
        ),
    ),
    "a cap of one": (
        under(TWO, max_recruits=1),
        (
            "Add 1 near hamlet A (7 households there are reached by 1 member, "
            "who can look after 3). "
            "With at most 1 recruit 3 households stay without anybody; 3 would be needed."
        ),
        (
            "Bổ sung 1 thành viên gần xóm A (7 hộ ở đó chỉ có 1 thành viên trong cự ly, phụ trách "
            "được 3 hộ). Nếu chỉ được bổ sung tối đa 1 thành viên thì còn 3 hộ chưa có người phụ "
            "trách; cần 3 người mới đủ."
        ),
    ),
    "a cap of nobody": (
        under(TWO, max_recruits=0),
        "With no recruits allowed 6 households stay without anybody; 3 would be needed.",
        (
            "Nếu không được bổ sung thành viên thì còn 6 hộ chưa có người phụ trách; "
            "cần 3 người mới đủ."
        ),
    ),
    "a place out of reach": (
        under(FAR, max_distance_m=10.0),
        (
            "1 household has nobody, and no recruit would help: "
            "neither a member nor a place for a recruit is near enough."
        ),
        (
            "Còn 1 hộ chưa có người phụ trách; bổ sung thành viên cũng không giúp được: "
            "trong cự ly không có thành viên và cũng không có điểm bổ sung nào."
        ),
    ),
    "a recruit who cannot reach all": (
        make_village(spots(at0=5, at1000=1), spots(at0=1), rules=RULES, places=spots(at0=1)),
        (
            "Add at least 1 near hamlet A (4 households there are reached by 1 member, "
            "who can look after 3). Even then 1 household stays without anybody: "
            "neither a member nor a place for a recruit is near enough."
        ),
        (
            "Cần bổ sung ít nhất 1 thành viên gần xóm A "
            "(4 hộ ở đó chỉ có 1 thành viên trong cự ly, phụ trách được 3 hộ). "
            "Khi đó vẫn còn 1 hộ chưa có người phụ trách: "
            "trong cự ly không có thành viên và cũng không có điểm bổ sung nào."
        ),
    ),
    "an enforced minimum with nothing to add": (
        make_village(
            spots(at0=3, at1000=1),
            spots(at0=1),
            rules=RULES.model_copy(update={"minimum": MinimumPolicy.ENFORCE}),
        ),
        (
            "1 household has nobody, and no recruit would help: no member lives near enough, "
            "and no recruit can be added there under the enforced minimum of 2."
        ),
        (
            "Còn 1 hộ chưa có người phụ trách; bổ sung thành viên cũng không giúp được: "
            "không có thành viên nào trong cự ly, "
            "không thể bổ sung ai ở đó khi bắt buộc tối thiểu 2 hộ."
        ),
    ),
}


@pytest.mark.parametrize("name", SHORT)
def test_that_a_village_in_need_is_told_what_it_can_do(name: str) -> None:
    """Tests that recruits, caps, reasons and relaxations are told as they are planned."""
    village, english, vietnamese = SHORT[name]
    assert said(village) == (english, vietnamese)


def test_that_at_least_is_said_only_of_what_is_proven() -> None:
    """Tests that an open number is told with the number that is certain."""
    plan = changed(plan_village(TWO), needed=Proof(3.0, 1.2))
    english, vietnamese = said(TWO, plan)
    assert english.startswith("Add 3 (at least 2 are certain): 2 near hamlet A")
    assert vietnamese.startswith("Bổ sung 3 thành viên (chắc chắn cần ít nhất 2 người): 2 người")
    english, _ = said(TWO, changed(plan, needed=Proof(3.0, 1.0)))
    assert english.startswith("Add 3 (at least 1 is certain): ")
    capped = under(TWO, max_recruits=2)
    english, vietnamese = said(capped, changed(plan_village(capped), needed=Proof(3.0, 1.2)))
    assert english.endswith("1 household stays without anybody; 2 to 3 would be needed.")
    assert vietnamese.endswith("cần từ 2 đến 3 người mới đủ.")


def test_that_a_limit_in_words_does_what_it_says() -> None:
    """Tests that a limit is rounded up to metres and written with the language's mark."""
    plan = plan_village(TWO)
    for limit_m, english, vietnamese in ((1539.2, "1,540", "1.540"), (1540.0, "1,540", "1.540")):
        eased = replace(plan, relaxations=Relaxations(limit_m, None))
        texts = said(TWO, eased)
        assert texts[0].endswith(f"looked after with 3 recruits, or a limit of {english} m.")
        assert texts[1].endswith(
            f"có thể bổ sung 3 thành viên, hoặc tăng cự ly lên {vietnamese} m."
        )
    above = replace(plan, relaxations=Relaxations(float(np.nextafter(1540.0, 2000.0)), 11))
    assert said(TWO, above)[0].endswith("a limit of 1,541 m, or at most 11 households each.")


def test_that_what_recruits_cannot_do_is_not_promised() -> None:
    """Tests that recruits are no way to serve everybody where somebody stays out of their reach."""
    plan = replace(plan_village(FAR), relaxations=Relaxations(1000.0, None))
    assert said(FAR, plan)[0].endswith("Everybody would be looked after with a limit of 1,000 m.")
    capped = make_village(
        spots(at0=9),
        spots(at0=1),
        rules=RULES.model_copy(update={"max_recruits": 1}),
        places=spots(at0=1),
    )
    english, vietnamese = said(capped)
    assert "3 households stay without anybody; 2 would be needed for all who can be" in english
    assert "cần 2 người mới đủ cho các hộ có thể phụ trách." in vietnamese
    assert "or at most 9" not in english
    assert english.endswith("Everybody would be looked after with at most 9 households each.")


def test_that_a_pocket_between_hamlets_is_told_with_them() -> None:
    """Tests that a pocket that no hamlet holds is told after the recruits, with its hamlets."""
    village = make_village(
        spots(at0=3, at200=3, at9000=1), spots(at100=1, at9000=1), rules=under_limit(250.0)
    )
    both = Pocket(np.arange(6), np.array([0]), 3, 1)
    english, vietnamese = said(village, changed(plan_village(village), pockets=(both,)))
    assert ". 6 households of hamlets A and B are reached by 1 member, who can" in english
    assert ". 6 hộ của xóm A và B chỉ có 1 thành viên trong cự ly, phụ trách" in vietnamese


def under_limit(limit_m: float) -> Rules:
    return RULES.model_copy(update={"max_distance_m": limit_m})


HAMLETS = {
    3: ", 1 near B, 1 near C.",
    4: ", 1 near B, 1 near C, 1 near D.",
    5: ", 1 near B, 1 near C, 2 near 2 other hamlets.",
    6: ", 1 near B, 1 near C, 3 near 3 other hamlets.",
}


@pytest.mark.parametrize("hamlets", HAMLETS)
def test_that_many_hamlets_are_counted(hamlets: int) -> None:
    """Tests that three hamlets are named and the others counted, a single one named as well."""
    groups = {f"at{1000 * nth}": 1 for nth in range(hamlets)}
    village = make_village(spots(**groups), spots(), rules=RULES)
    lead = f"Add at least {hamlets}: 1 near hamlet A"
    assert said(village)[0] == f"{lead}{HAMLETS[hamlets]}"


PLACES = {
    (5, 5, 4, 3): ("Add at least 4 near households h005, h004 and h003.", "gần hộ h005, h004 và "),
    (5, 1, 4, 3): (
        "Add at least 4, the first near households h005, h001 and h004.",
        ", trước hết gần hộ h005, h001 và h004.",
    ),
}


@pytest.mark.parametrize("places", PLACES)
def test_that_few_places_are_named_where_all_is_one_hamlet(
    places: tuple[int, int, int, int],
) -> None:
    """Tests that a place is named once, and of more than three only the first ones."""
    village = make_village(spots(at0=12), spots(), rules=RULES)
    english, vietnamese = said(village, changed(plan_village(village), places=np.array(places)))
    assert english == PLACES[places][0]
    assert PLACES[places][1] in vietnamese


def test_that_nobody_is_watched_over() -> None:
    """Tests that no sentence uses the word that the programme avoids."""
    texts = [
        text for village, *_ in [*SHORT.values(), *ALL_SERVED.values()] for text in said(village)
    ]
    assert not any("giám sát" in text for text in texts)
    assert sum("phụ trách" in text for text in texts) > len(SHORT)


def test_that_reasons_are_not_told_where_fewer_may_stay() -> None:
    """Tests that an unproven number of unserved households is told without a reason."""
    village = under(TWO, recruiting=False)
    plan = plan_village(village)
    proofs = {**plan.today.proofs, Stage.SERVE: Proof(6.0, 5.0)}
    open_plan = replace(plan, today=replace(plan.today, proofs=proofs))
    english, _ = said(village, open_plan)
    assert english == "6 households have nobody. Recruiting is switched off."


def test_that_a_relaxation_that_was_not_found_in_the_time_is_told() -> None:
    """Tests that its absence is not left to be taken for a relaxation that does not exist."""
    village = under(TWO, recruiting=False)
    plan = plan_village(village)
    late = replace(plan, relaxations=Relaxations(50.0, None, ("max_households",)))
    english, vietnamese = said(village, late)
    assert english.endswith(
        "Everybody would be looked after with a limit of 50 m. "
        "Whether more households each would do was not found in the time."
    )
    assert vietnamese.endswith("Chưa kịp tìm xem tăng số hộ mỗi thành viên thì có đủ hay không.")
    nothing = replace(plan, relaxations=Relaxations(None, None, ("max_distance_m",)))
    assert "Whether a longer limit would do was not found in the time." in said(village, nothing)[0]
