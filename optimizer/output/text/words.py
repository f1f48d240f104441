"""What the terminal says, in English and in Vietnamese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.failure import FailureCode
from optimizer.domain.goals import Stage
from optimizer.domain.languages import Language, written_number
from optimizer.domain.plan import Reason, Verdict


@dataclass(frozen=True, slots=True)
class TerminalWords:
    """The sentences of one language; ``{}`` stands for a number or a name."""

    language: Language
    planned: str
    not_planned: str
    why_failed: Mapping[FailureCode, str]
    verdicts_title: str
    verdict_names: Mapping[Verdict, str]
    verdicts: Mapping[Verdict, str]
    unserved_title: str
    all_served: str
    reason_names: Mapping[Reason, str]
    reasons: Mapping[Reason, str]
    recruits: str
    recruits_open: str
    first_title: str
    first_columns: tuple[str, ...]
    more: str
    messages_title: str
    members: str
    members_alone: str
    baselines_title: str
    baselines_columns: tuple[str, ...]
    this_plan: str
    after: str
    nearest: str
    greedy: str
    nearest_says: str
    greedy_says: str
    proof_title: str
    stages: Mapping[Stage, str]
    proven: str
    open_gap: str
    open_gaps: str
    proof_after: str
    areas_title: str
    areas_columns: tuple[str, ...]
    areas_more: str
    teams: str
    failed: str


ENGLISH = TerminalWords(
    language=Language.EN,
    planned="Households: {}. Members: {}. Villages: {}. Planned in {} s.",
    not_planned="{}: households {}, members {}. The village could not be planned.",
    why_failed={
        FailureCode.ERROR: "The planner has a fault; please report it.",
        FailureCode.LOST: "Its process ended unasked, twice; please report it.",
        FailureCode.MEMORY: "It needs more memory; allow more, or split the village.",
        FailureCode.TIME_LIMIT: "The time limit is too short for it; "
        "give a longer one, or simpler paths and barriers.",
    },
    verdicts_title="Villages by verdict",
    verdict_names={
        Verdict.NO_MEMBERS: "No members yet",
        Verdict.NEEDS_MEMBERS: "Needs members",
        Verdict.NEEDS_MEMBERS_LOCAL: "Needs members in places",
        Verdict.SURPLUS: "More than needed",
        Verdict.TIGHT: "Hardly any room left",
        Verdict.OK: "Everybody looked after",
    },
    verdicts={
        Verdict.NO_MEMBERS: "there are households but no members",
        Verdict.NEEDS_MEMBERS: "somebody is left out; all members together are too few",
        Verdict.NEEDS_MEMBERS_LOCAL: "somebody is left out; there are members enough, "
        "but not where they are needed",
        Verdict.SURPLUS: "everybody is looked after; there are more members than the minimum needs",
        Verdict.TIGHT: "everybody is looked after; members are over 90 % full",
        Verdict.OK: "there are members enough, with room left",
    },
    unserved_title="Households without anybody today: {} (villages: {})",
    all_served="Every household is looked after.",
    reason_names={
        Reason.CAPACITY: "All near are full",
        Reason.DISTANCE: "Too far",
        Reason.EXCLUDED: "Forbidden",
        Reason.MINIMUM: "Below the minimum",
    },
    reasons={
        Reason.CAPACITY: "members live near enough, but all are full and no exchange frees a seat",
        Reason.DISTANCE: "no member lives within the distance limit",
        Reason.EXCLUDED: "only members who are forbidden for the household live near enough",
        Reason.MINIMUM: "would need a member with fewer households than the enforced minimum",
    },
    recruits="Recruits needed: {} (villages: {}); no fewer would do.",
    recruits_open="Recruits needed: {} (villages: {}); at least {} are proven.",
    first_title="Where to look first",
    first_columns=("village", "area", "households", "members", "room", "left out", "recruits"),
    more="Further villages with somebody left out: {}.",
    messages_title="What they can do",
    members="Members in reserve: {}. Members below their minimum: {}. "
    "Walk: {} km in all, {} m at the longest.",
    members_alone="Members in reserve: {}. Members below their minimum: {}.",
    baselines_title="What the plan is worth",
    baselines_columns=("", "left out", "overloaded", "below min", "walk km", "longest m"),
    this_plan="this plan, today",
    after="after recruiting",
    nearest="nearest member",
    greedy="nearest with room",
    nearest_says="Every household to its nearest member: members overloaded {}, "
    "households too many {}.",
    greedy_says="Every household to its nearest member with room left: "
    "households without anybody {}.",
    proof_title="What is proven",
    stages={
        Stage.SERVE: "fewest households left out",
        Stage.RECRUIT: "fewest recruits",
        Stage.MINIMUM: "fewest members below their minimum",
        Stage.PRICED: "shortest walk, each change at its price",
        Stage.KEEP: "fewest households whose person changes by choice",
        Stage.WALK: "shortest walk in all",
        Stage.LONGEST: "shortest longest walk",
        Stage.BALANCE: "smallest largest load",
        Stage.SPREAD: "most even loads",
        Stage.FAIREST: "fairest walks, the longest first",
        Stage.COMPACT: "most compact territories",
    },
    proven="proven (villages: {})",
    open_gap="proven (villages: {} of {}); elsewhere at most {} % from the best",
    open_gaps="gap {} % on average of all villages, at most 1 % in {} of {}",
    proof_after="after recruiting: {}",
    areas_title="Areas that need most",
    areas_columns=("area", "villages", "in need", "households", "members", "left out", "recruits"),
    areas_more="Further areas with somebody left out: {}.",
    teams="Villages without any team: {}.",
    failed="Villages that could not be planned: {}. villages.csv says why.",
)

VIETNAMESE = TerminalWords(
    language=Language.VI,
    planned="Hộ gia đình: {}. Thành viên: {}. Thôn, khu phố: {}. Lập phương án trong {} giây.",
    not_planned="{}: {} hộ, {} thành viên. Chưa lập được phương án cho nơi này.",
    why_failed={
        FailureCode.ERROR: "Chương trình gặp lỗi; vui lòng báo lại.",
        FailureCode.LOST: "Tiến trình tự dừng hai lần; vui lòng báo lại.",
        FailureCode.MEMORY: "Cần thêm bộ nhớ; tăng bộ nhớ hoặc chia nhỏ nơi này.",
        FailureCode.TIME_LIMIT: "Thời gian cho phép quá ngắn; "
        "tăng thời gian, hoặc đơn giản hóa đường và rào cản.",
    },
    verdicts_title="Thôn, khu phố theo kết luận",
    verdict_names={
        Verdict.NO_MEMBERS: "Chưa có thành viên",
        Verdict.NEEDS_MEMBERS: "Thiếu thành viên",
        Verdict.NEEDS_MEMBERS_LOCAL: "Thiếu cục bộ",
        Verdict.SURPLUS: "Dư thành viên",
        Verdict.TIGHT: "Gần đủ tải",
        Verdict.OK: "Đủ thành viên",
    },
    verdicts={
        Verdict.NO_MEMBERS: "có hộ gia đình nhưng chưa có thành viên",
        Verdict.NEEDS_MEMBERS: "còn hộ chưa có người phụ trách; tổng số thành viên không đủ",
        Verdict.NEEDS_MEMBERS_LOCAL: "còn hộ chưa có người phụ trách; tổng số thành viên đủ "
        "nhưng có nơi thiếu",
        Verdict.SURPLUS: "mọi hộ đều có người phụ trách; thành viên nhiều hơn mức tối thiểu cần",
        Verdict.TIGHT: "mọi hộ đều có người phụ trách; đã dùng trên 90 % số hộ có thể nhận",
        Verdict.OK: "mọi hộ đều có người phụ trách, vẫn còn nhận thêm được",
    },
    unserved_title="Hộ chưa có người phụ trách hiện nay: {} hộ tại {} thôn, khu phố",
    all_served="Mọi hộ gia đình đều có người phụ trách.",
    reason_names={
        Reason.CAPACITY: "Hết chỗ ở gần",
        Reason.DISTANCE: "Quá xa",
        Reason.EXCLUDED: "Không được phân công",
        Reason.MINIMUM: "Dưới mức tối thiểu",
    },
    reasons={
        Reason.CAPACITY: "có thành viên ở gần nhưng đều đã đủ số hộ, "
        "đổi hộ cũng không thêm được chỗ",
        Reason.DISTANCE: "không có thành viên nào trong cự ly cho phép",
        Reason.EXCLUDED: "chỉ có thành viên không được phân công cho hộ này ở gần",
        Reason.MINIMUM: "chỉ phân công được nếu có thành viên dưới mức tối thiểu bắt buộc",
    },
    recruits="Cần bổ sung: {} thành viên tại {} thôn, khu phố; đã chứng minh là ít nhất.",
    recruits_open="Cần bổ sung: {} thành viên tại {} thôn, khu phố; đã chứng minh cần ít nhất {}.",
    first_title="Nơi cần xem trước",
    first_columns=("thôn", "địa bàn", "số hộ", "thành viên", "sức chứa", "chưa có", "bổ sung"),
    more="và {} thôn, khu phố khác còn hộ chưa có người phụ trách",
    messages_title="Cách giải quyết",
    members="Thành viên: {} dự phòng, {} dưới mức tối thiểu. "
    "Khoảng cách: tổng {} km, xa nhất {} m.",
    members_alone="Thành viên: {} dự phòng, {} dưới mức tối thiểu.",
    baselines_title="Lợi ích của phương án",
    baselines_columns=("", "chưa có", "quá tải", "dưới mức", "tổng km", "xa nhất m"),
    this_plan="phương án hiện nay",
    after="sau khi bổ sung",
    nearest="thành viên gần nhất",
    greedy="gần nhất còn chỗ",
    nearest_says="Nếu giao mỗi hộ cho thành viên gần nhất, {} thành viên sẽ quá tải, thừa {} hộ.",
    greedy_says="Nếu giao mỗi hộ cho thành viên gần nhất còn chỗ, "
    "{} hộ sẽ chưa có người phụ trách.",
    proof_title="Điều đã chứng minh",
    stages={
        Stage.SERVE: "ít hộ chưa có người phụ trách nhất",
        Stage.RECRUIT: "ít thành viên bổ sung nhất",
        Stage.MINIMUM: "ít thành viên dưới mức tối thiểu nhất",
        Stage.PRICED: "tổng khoảng cách ngắn nhất, tính cả giá mỗi lần đổi người",
        Stage.KEEP: "ít hộ phải đổi người phụ trách nhất",
        Stage.WALK: "tổng khoảng cách ngắn nhất",
        Stage.LONGEST: "khoảng cách xa nhất được rút ngắn nhất",
        Stage.BALANCE: "số hộ của người phụ trách nhiều nhất là nhỏ nhất",
        Stage.SPREAD: "số hộ phụ trách đồng đều nhất",
        Stage.FAIREST: "khoảng cách công bằng nhất, xét hộ xa nhất trước",
        Stage.COMPACT: "địa bàn phụ trách gọn nhất",
    },
    proven="đã chứng minh tại {} thôn, khu phố",
    open_gap="đã chứng minh tại {} trong {} thôn, khu phố; còn lại cách tốt nhất không quá {} %",
    open_gaps="trung bình trên tất cả {} %, không quá 1 % tại {} trong {} thôn, khu phố",
    proof_after="sau khi bổ sung: {}",
    areas_title="Địa bàn cần bổ sung nhiều nhất",
    areas_columns=(
        "địa bàn",
        "thôn, khu phố",
        "còn thiếu",
        "số hộ",
        "thành viên",
        "chưa có",
        "bổ sung",
    ),
    areas_more="và {} địa bàn khác còn hộ chưa có người phụ trách",
    teams="Thôn, khu phố chưa có Tổ nào: {}.",
    failed="Thôn, khu phố chưa lập được phương án: {}. Lý do ở villages.csv.",
)

LANGUAGES: Mapping[Language, TerminalWords] = {Language.EN: ENGLISH, Language.VI: VIETNAMESE}


def number(value: float, words: TerminalWords, *, digits: int = 0) -> str:
    """Write a number as the language does."""
    return written_number(value, words.language, digits=digits)
