"""What people read in place of ids and kinds: hamlets, recruits, what metres measure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from optimizer.domain.languages import Language, shortest_number

_KINDS = frozenset(("xóm", "thôn", "tổ", "khu", "ấp", "bản", "buôn", "làng", "đội", "cụm"))
"""First words of names that say what is named."""
_RECRUIT = re.compile(r"recruit-([1-9][0-9]*)")

_DISTANCES: Mapping[str, Mapping[Language, str]] = {
    "straight": {
        Language.EN: "straight-line distance",
        Language.VI: "khoảng cách đường chim bay",
    },
    "path": {
        Language.EN: "distance along the paths",
        Language.VI: "khoảng cách theo đường đi",
    },
    "matrix": {
        Language.EN: "distance as named",
        Language.VI: "khoảng cách theo bảng",
    },
}
_DISTANCE: Mapping[Language, str] = {Language.EN: "distance", Language.VI: "khoảng cách"}


def hamlet_name(name: str, language: Language) -> str:
    """Return a hamlet's name after what it is; in Vietnamese many names say that themselves."""
    if language is Language.EN:
        return f"hamlet {name}"
    return name if names_itself(name) else f"xóm {name}"


def names_itself(name: str) -> bool:
    """Return whether a Vietnamese name begins with the word for what it names."""
    first, _, rest = name.partition(" ")
    return bool(rest) and first.casefold() in _KINDS


def recruit_name(recruit: str, language: Language) -> str:
    """Return how a recruit is called: by id in English, 'Người bổ sung 1' in Vietnamese."""
    found = _RECRUIT.fullmatch(recruit)
    if language is Language.EN or found is None:
        return recruit
    return f"Người bổ sung {found[1]}"


def distance_name(metric: Mapping[str, object], language: Language) -> str:
    """Return what the metres of a metric measure.

    Parameters
    ----------
    metric
        The metric of the rules as they are written down; an unknown one is called a distance.
    """
    name = _DISTANCES.get(str(metric.get("kind")), _DISTANCE)[language]
    detour = metric.get("detour")
    if isinstance(detour, int | float) and detour != 1:
        return f"{name} × {shortest_number(detour, language)}"  # noqa: RUF001 - as it is written
    return name
