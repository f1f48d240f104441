"""What is said of a village's teams, in two languages: the flags, each with its count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.domain.languages import Language
from optimizer.domain.team_plan import TeamPlan
from optimizer.domain.teams import TeamFlag, TeamRules

_SENTENCES: Mapping[TeamFlag, Mapping[Language, str]] = {
    TeamFlag.NO_TEAM: {
        Language.EN: "No member lives here, so there is no team.",
        Language.VI: "Nơi này chưa có tổ viên nào nên chưa có Tổ.",
    },
    TeamFlag.TEAM_WINDOW: {
        Language.EN: "No number of teams of {min} to {max} members has {members}: {below}{above}.",
        Language.VI: "Không thể chia {members} tổ viên thành các Tổ từ {min} đến {max} người: "
        "{below}{above}.",
    },
    TeamFlag.TEAM_SMALL: {
        Language.EN: "Teams with fewer than {min} members: {count}.",
        Language.VI: "Số Tổ có dưới {min} tổ viên: {count}.",
    },
    TeamFlag.TEAM_LARGE: {
        Language.EN: "Teams with more than {max} members: {count}.",
        Language.VI: "Số Tổ có trên {max} tổ viên: {count}.",
    },
    TeamFlag.TEAM_FAR: {
        Language.EN: "Members farther from their leader than may be: {count}.",
        Language.VI: "Số tổ viên ở xa tổ trưởng quá mức cho phép: {count}.",
    },
}
_BELOW = {
    Language.EN: "{teams} hold at most {most}, ",
    Language.VI: "{teams} Tổ có nhiều nhất {most} người, ",
}
_ABOVE = {
    Language.EN: "{teams} need at least {least}",
    Language.VI: "{teams} Tổ cần ít nhất {least} người",
}


@dataclass(frozen=True, slots=True)
class FlagEntry:
    """A flag with its count and its sentence."""

    code: TeamFlag
    count: int
    message: Mapping[Language, str]


def far_members(plan: TeamPlan, rules: TeamRules) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the rows of persons too far from their leader, or without a way to them."""
    limit_m = np.inf if rules.max_distance_m is None else rules.max_distance_m
    return np.flatnonzero(~np.isfinite(plan.metres) | (plan.metres > limit_m))


def team_flags(plan: TeamPlan, rules: TeamRules) -> list[list[TeamFlag]]:
    """Return the flags of each team."""
    far = set(plan.team[far_members(plan, rules)].tolist())
    return [
        [
            *([TeamFlag.TEAM_SMALL] if size < rules.min else []),
            *([TeamFlag.TEAM_LARGE] if size > rules.max else []),
            *([TeamFlag.TEAM_FAR] if row in far else []),
        ]
        for row, size in enumerate(plan.sizes.tolist())
    ]


def flag_entries(plan: TeamPlan, rules: TeamRules) -> list[FlagEntry]:
    """Return what is to be said of a village's teams; nothing where all is well."""
    members, sizes = len(plan.team), plan.sizes
    counts = {
        TeamFlag.NO_TEAM: int(members == 0),
        TeamFlag.TEAM_WINDOW: int(members > 0 and -(-members // rules.max) * rules.min > members),
        TeamFlag.TEAM_SMALL: int((sizes < rules.min).sum()),
        TeamFlag.TEAM_LARGE: int((sizes > rules.max).sum()),
        TeamFlag.TEAM_FAR: len(far_members(plan, rules)),
    }
    return [
        FlagEntry(flag, count, _said(flag, count, members, rules))
        for flag, count in counts.items()
        if count
    ]


def _said(flag: TeamFlag, count: int, members: int, rules: TeamRules) -> Mapping[Language, str]:
    below = members // rules.max
    facts = {"count": count, "members": members, "min": rules.min, "max": rules.max}
    return {
        language: sentence.format(
            **facts,
            below=_BELOW[language].format(teams=below, most=below * rules.max) if below else "",
            above=_ABOVE[language].format(teams=below + 1, least=(below + 1) * rules.min),
        )
        for language, sentence in _SENTENCES[flag].items()
    }
