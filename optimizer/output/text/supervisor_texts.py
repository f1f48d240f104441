"""What is said of the supervisors of a unit, in two languages: the flags, each with its count."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.domain.languages import Language
from optimizer.domain.supervision import Supervision, SupervisionFlag
from optimizer.domain.supervisor_plan import SupervisedUnit

_SENTENCES: Mapping[SupervisionFlag, Mapping[Language, str]] = {
    SupervisionFlag.SUPERVISION_WINDOW: {
        Language.EN: "No number of supervisors with {min} to {max} teams each has {teams}: "
        "{below}{above}.",
        Language.VI: "Không thể chia {teams} Tổ cho những người phụ trách từ {min} đến {max} Tổ: "
        "{below}{above}.",
    },
    SupervisionFlag.FEW_TEAMS: {
        Language.EN: "Supervisors with fewer than {min} teams: {count}.",
        Language.VI: "Số người phụ trách có dưới {min} Tổ: {count}.",
    },
    SupervisionFlag.MANY_TEAMS: {
        Language.EN: "Supervisors with more than {max} teams: {count}.",
        Language.VI: "Số người phụ trách có trên {max} Tổ: {count}.",
    },
    SupervisionFlag.NO_WAY: {
        Language.EN: "Teams without a stated way from their leader to the supervisor: {count}.",
        Language.VI: "Số Tổ không có khoảng cách từ tổ trưởng đến người phụ trách: {count}.",
    },
}
_BELOW = {
    Language.EN: "{count} have at most {most}, ",
    Language.VI: "{count} người có nhiều nhất {most} Tổ, ",
}
_ABOVE = {
    Language.EN: "{count} need at least {least}",
    Language.VI: "{count} người cần ít nhất {least} Tổ",
}


def supervision_flags(
    unit: SupervisedUnit, asked: Supervision
) -> list[tuple[SupervisionFlag, int, Mapping[Language, str]]]:
    """Return flags with their counts and sentences; nothing where all is well."""
    sizes = unit.plan.sizes
    few, many = int((sizes < asked.min).sum()), int((sizes > asked.max).sum())
    counts = {
        SupervisionFlag.SUPERVISION_WINDOW: int(few + many > 0),
        SupervisionFlag.FEW_TEAMS: few,
        SupervisionFlag.MANY_TEAMS: many,
        SupervisionFlag.NO_WAY: len(unit.unreached),
    }
    teams = len(unit.teams)
    return [
        (flag, count, _said(flag, count, teams, asked)) for flag, count in counts.items() if count
    ]


def _said(
    flag: SupervisionFlag, count: int, teams: int, asked: Supervision
) -> Mapping[Language, str]:
    below = teams // asked.max
    facts = {"count": count, "teams": teams, "min": asked.min, "max": asked.max}
    return {
        language: sentence.format(
            **facts,
            below=_BELOW[language].format(count=below, most=below * asked.max) if below else "",
            above=_ABOVE[language].format(count=below + 1, least=(below + 1) * asked.min),
        )
        for language, sentence in _SENTENCES[flag].items()
    }
