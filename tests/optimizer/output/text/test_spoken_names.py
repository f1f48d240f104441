"""What people read in place of ids and kinds."""

from __future__ import annotations

import pytest

from optimizer.domain.languages import Language
from optimizer.domain.rules import Listed, Matrix, Path, Straight
from optimizer.output.text.spoken_names import distance_name, hamlet_name, recruit_name

EN, VI = Language.EN, Language.VI


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("A", "xóm A"),
        ("Xóm Hạ", "Xóm Hạ"),
        ("thôn 3", "thôn 3"),
        ("Hạ", "xóm Hạ"),
        ("Thôn", "xóm Thôn"),
        ("Bến Đò", "xóm Bến Đò"),
    ],
)
def test_that_no_hamlet_is_called_a_hamlet_twice(name: str, said: str) -> None:
    """Tests that a name that says what it names stands alone in Vietnamese."""
    assert hamlet_name(name, VI) == said
    assert hamlet_name(name, EN) == f"hamlet {name}"


def test_that_recruits_have_a_name_in_vietnamese() -> None:
    """Tests that the number of the id stays, and that other ids stay as they are."""
    assert recruit_name("recruit-1", VI) == "Người bổ sung 1"
    assert recruit_name("recruit-12", VI) == "Người bổ sung 12"
    assert recruit_name("recruit-1", EN) == "recruit-1"
    for other in ("recruit-01", "recruit-", "m1", "recruit-1a", ""):
        assert recruit_name(other, VI) == other


def test_that_metres_are_called_what_they_measure() -> None:
    """Tests that only a straight line without a detour is called one."""
    assert distance_name(Straight().model_dump(), VI) == "khoảng cách đường chim bay"
    assert distance_name(Straight().model_dump(), EN) == "straight-line distance"
    assert distance_name(Path().model_dump(), VI) == "khoảng cách theo đường đi"
    assert distance_name(Matrix().model_dump(), VI) == "khoảng cách theo bảng"
    assert distance_name(Listed().model_dump(), VI) == "khoảng cách"
    assert distance_name({}, EN) == "distance"
    stretched = distance_name(Straight(detour=1.3).model_dump(), VI)
    assert stretched == "khoảng cách đường chim bay × 1,3"  # noqa: RUF001 - as it is written
