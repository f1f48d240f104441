"""What the terminal and the reports say of planned teams, in English and in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.languages import Language
from optimizer.domain.teams import TeamFlag


@dataclass(frozen=True, slots=True)
class TeamWords:
    """The sentences of one language; ``{}`` stands for a number or a name.

    Parameters
    ----------
    flags
        What a flag means, all villages together.
    """

    title: str
    title_after: str
    teams: str
    moves_proven: str
    moves_open: str
    proven: str
    flags: Mapping[TeamFlag, str]
    without: str
    more: str


TEAM_WORDS: Mapping[Language, TeamWords] = {
    Language.EN: TeamWords(
        title="Teams",
        title_after="Teams after recruiting",
        teams="Teams: {}, with {} members on average ({} to {}); villages: {}.",
        moves_proven="Members who change team: {}; no fewer would do.",
        moves_open="Members who change team: {}; that no fewer would do is proven in {} of {} "
        "villages.",
        proven="All of it is proven best in {} of {} villages.",
        flags={
            TeamFlag.NO_TEAM: "villages without members, and so without a team",
            TeamFlag.TEAM_WINDOW: "villages whose members fit no number of teams; teams.csv has "
            "the arithmetic",
            TeamFlag.TEAM_SMALL: "teams with fewer members than a team wants",
            TeamFlag.TEAM_LARGE: "teams with more members than a team may have",
            TeamFlag.TEAM_FAR: "members farther from their leader than may be",
        },
        without="Without a team: {}.",
        more="{} and {} more",
    ),
    Language.VI: TeamWords(
        title="Tổ Nhân dân tự quản",
        title_after="Tổ Nhân dân tự quản sau khi bổ sung",
        teams="Số Tổ: {}, trung bình {} tổ viên mỗi Tổ (từ {} đến {}); tại {} thôn, khu phố.",
        moves_proven="Số tổ viên chuyển Tổ: {}; đã chứng minh là ít nhất.",
        moves_open="Số tổ viên chuyển Tổ: {}; đã chứng minh là ít nhất tại {} trong {} thôn, "
        "khu phố.",
        proven="Đã chứng minh tốt nhất về mọi mặt tại {} trong {} thôn, khu phố.",
        flags={
            TeamFlag.NO_TEAM: "thôn, khu phố chưa có thành viên nên chưa có Tổ",
            TeamFlag.TEAM_WINDOW: "thôn, khu phố không chia được thành các Tổ đúng số người; "
            "phép tính ở teams.csv",
            TeamFlag.TEAM_SMALL: "Tổ ít người hơn mức cần",
            TeamFlag.TEAM_LARGE: "Tổ đông người hơn mức cho phép",
            TeamFlag.TEAM_FAR: "tổ viên ở xa tổ trưởng quá mức cho phép",
        },
        without="Chưa có Tổ: {}.",
        more="{} và {} nơi khác",
    ),
}
