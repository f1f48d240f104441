"""Hints why a household is out of reach by paths or named distances, in every language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import ceil

import numpy as np

from optimizer.distance.unreachable import Hint, ReachCause, reach_hints
from optimizer.domain.languages import Language
from optimizer.domain.plan import METRE_DECIMALS, Reason, VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.text.words import LANGUAGES, number

_SAYS: Mapping[Language, Mapping[ReachCause, str]] = {
    Language.EN: {
        ReachCause.NO_PATHS: "there is no path anywhere near",
        ReachCause.OFF_PATHS: "the nearest path is {metres} m away; the most is {most} m",
        ReachCause.BEHIND_BARRIER: "a barrier stands before every path within {most} m",
        ReachCause.OTHER_PIECE: "its path belongs to a piece of {edges} edges "
        "on which no member lives",
        ReachCause.TOO_FAR: "along the paths the nearest member lives {metres} m away; "
        "the limit is {most} m",
        ReachCause.NOT_NAMED: "no distance to any member is named",
        ReachCause.NAMED_TOO_FAR: "the nearest member that is named is {metres} m away; "
        "the limit is {most} m",
    },
    Language.VI: {
        ReachCause.NO_PATHS: "xung quanh không có đường đi nào",
        ReachCause.OFF_PATHS: "đường đi gần nhất cách {metres} m; tối đa là {most} m",
        ReachCause.BEHIND_BARRIER: "có vật cản trước mọi đường đi trong vòng {most} m",
        ReachCause.OTHER_PIECE: "đường của hộ thuộc một mạng đường rời gồm {edges} cạnh, "
        "trên đó không có thành viên nào",
        ReachCause.TOO_FAR: "theo đường đi, thành viên gần nhất cách {metres} m; "
        "cự ly cho phép {most} m",
        ReachCause.NOT_NAMED: "chưa có khoảng cách tới thành viên nào",
        ReachCause.NAMED_TOO_FAR: "thành viên gần nhất trong bảng khoảng cách cách {metres} m; "
        "cự ly cho phép {most} m",
    },
}
_COUNTS: Mapping[Language, Mapping[ReachCause, str]] = {
    Language.EN: {
        ReachCause.NO_PATHS: "{} without any path",
        ReachCause.OFF_PATHS: "{} too far from the nearest path",
        ReachCause.BEHIND_BARRIER: "{} cut off from the paths by a barrier",
        ReachCause.OTHER_PIECE: "{} on a piece of paths without a member",
        ReachCause.NOT_NAMED: "{} without a distance to any member",
    },
    Language.VI: {
        ReachCause.NO_PATHS: "{} hộ không có đường đi nào",
        ReachCause.OFF_PATHS: "{} hộ quá xa đường đi gần nhất",
        ReachCause.BEHIND_BARRIER: "{} hộ bị vật cản ngăn khỏi đường đi",
        ReachCause.OTHER_PIECE: "{} hộ trên mạng đường rời không có thành viên",
        ReachCause.NOT_NAMED: "{} hộ chưa có khoảng cách tới thành viên nào",
    },
}
_OPENS = {
    Language.EN: "Look at the map of paths: {}.",
    Language.VI: "Nên xem lại bản đồ đường đi: {}.",
}
_OPENS_NAMED = {
    Language.EN: "Look at the named distances: {}.",
    Language.VI: "Nên xem lại bảng khoảng cách: {}.",
}


# Every table and every sentence asks for the same; villages and plans never change.
@lru_cache(maxsize=2)
def hints_of(village: Village, plan: VillagePlan) -> tuple[Hint, ...]:
    """Return why households are too far from everybody today, by path or named distances."""
    return reach_hints(village, np.flatnonzero(plan.today.reasons == Reason.DISTANCE))


def hint_text(hint: Hint, language: Language) -> str:
    """Return one household's hint; metres in whole ones, so that they exceed the most."""
    words = LANGUAGES[language]
    metres = ceil(hint.metres) if hint.metres is not None else 0
    most = number(hint.most_m, words, digits=0 if hint.most_m == int(hint.most_m) else 1)
    edges = number(hint.edges or 0, words)
    said = _SAYS[language][hint.cause]
    return said.format(metres=number(metres, words), most=most, edges=edges)


def hint_entries(village: Village, plan: VillagePlan) -> list[dict[str, object]]:
    """Return every hint as the response has it: with numbers, lengths in millimetres, and words."""
    return [
        {
            "household": str(village.households.ids[hint.household]),
            "code": str(hint.cause),
            "metres": None if hint.metres is None else round(float(hint.metres), METRE_DECIMALS),
            "most_m": hint.most_m,
            "edges": hint.edges,
            "message": {str(language): hint_text(hint, language) for language in Language},
        }
        for hint in hints_of(village, plan)
    ]


def hints_text(found: Sequence[Hint], language: Language) -> str:
    """Return how many households paths or named distances leave out; '' where they leave none."""
    counts = Counter(hint.cause for hint in found)
    words, says = LANGUAGES[language], _COUNTS[language]
    parts = [says[cause].format(number(counts[cause], words)) for cause in says if counts[cause]]
    opens = _OPENS_NAMED if counts[ReachCause.NOT_NAMED] else _OPENS
    return opens[language].format("; ".join(parts)) if parts else ""
