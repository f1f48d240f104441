"""What the reports say of planned teams, in English and in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.domain.languages import Language
from optimizer.domain.teams import TeamFlag
from optimizer.output.report.bilingual import Text
from optimizer.output.text.team_words import TEAM_WORDS

TEAM_TEXTS: Mapping[str, Text] = {
    "planned_teams": ("Teams", "Tổ Nhân dân tự quản"),
    "sizes_note": (
        "Teams by the number of their members. The band is the allowed range.",
        "Số Tổ theo số tổ viên. Dải màu là mức cho phép.",
    ),
    "by_area": ("Teams by area", "Tổ theo địa bàn"),
    "Mean": ("Members a team", "Tổ viên mỗi Tổ"),
    "Smallest": ("Smallest", "Nhỏ nhất"),
    "Largest": ("Largest", "Lớn nhất"),
    "Too small": ("Too small", "Ít người"),
    "Too large": ("Too large", "Đông người"),
    "Far": ("Far members", "Tổ viên ở xa"),
    "Moves": ("Change team", "Chuyển Tổ"),
    "Without": ("Villages without", "Nơi chưa có Tổ"),
}


def team_sentence(name: str) -> Text:
    """Return a sentence of the terminal about teams, in both languages."""
    english, vietnamese = (getattr(TEAM_WORDS[language], name) for language in Language)
    return english, vietnamese


def flag_text(flag: TeamFlag) -> Text:
    """Return what a flag means, in both languages."""
    english, vietnamese = (TEAM_WORDS[language].flags[flag] for language in Language)
    return english, vietnamese
