"""``liengia pilots``: the pilot teams of a result, in a file, and their sum on the terminal."""

from __future__ import annotations

import sys
from pathlib import Path

from optimizer.domain.languages import Language
from optimizer.output.text.words import LANGUAGES, number
from optimizer.teams.pilot_files import write_pilots
from optimizer.teams.pilots import PilotScore, choose_pilots
from optimizer.teams.result_teams import read_scored_teams

_SAYS = {
    Language.EN: "Pilot teams: {}, in {} villages; one of every village with a team, then the "
    "best by {}. Exact. Teams in all: {}.",
    Language.VI: "Tổ điểm: {}, tại {} thôn, khu phố; mỗi nơi có Tổ có ít nhất một, rồi chọn các "
    "Tổ tốt nhất theo {}. Chính xác. Tổng số Tổ: {}.",
}
_BY = {
    Language.EN: {
        PilotScore.SERVED: "households looked after",
        PilotScore.WALK: "short walks",
        PilotScore.NEED: "need",
    },
    Language.VI: {
        PilotScore.SERVED: "số hộ phụ trách",
        PilotScore.WALK: "quãng đường ngắn",
        PilotScore.NEED: "nhu cầu",
    },
}


def select_pilots(
    result: Path, wanted: int, by: PilotScore, output: Path, language: Language
) -> None:
    """Choose pilots, write them, and say how many.

    Raises
    ------
    ScenarioError
        When the result has no teams, or not as many as are wanted.
    """
    teams = read_scored_teams(result)
    pilots = choose_pilots(teams, wanted, by)
    write_pilots(pilots, by, output, language)
    words = LANGUAGES[language]
    villages = len({one.team.village for one in pilots})
    line = _SAYS[language].format(
        number(len(pilots), words),
        number(villages, words),
        _BY[language][by],
        number(len(teams), words),
    )
    sys.stdout.write(f"{line}\n")
