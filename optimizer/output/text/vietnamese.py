"""The sentences in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.domain.languages import Language
from optimizer.domain.plan import Reason, Verdict
from optimizer.output.text.message_facts import (
    RUNS_NAMED,
    HamletRecruits,
    MessageFacts,
    PocketFacts,
    RecruitFacts,
    runs_of,
)
from optimizer.output.text.spoken_names import hamlet_name, names_itself, recruit_name
from optimizer.output.text.words import VIETNAMESE, number

_ORDINALS = ("nhất", "hai", "ba", "tư", "năm")


def message(facts: MessageFacts) -> str:
    """Return what a planner has to know about a village."""
    name = facts.name or f"Thôn {facts.village_id}"
    members = f"{_number(facts.members)} thành viên" if facts.members else "chưa có thành viên"
    opening = f"{name}: {_number(facts.households)} hộ, {members}."
    return " ".join(filter(None, [opening, *_verdict(facts), _ways(facts), _sought(facts)]))


def worth(gains: Sequence[int], *, exchanged: bool) -> str:
    """Return how many more households are looked after with each recruit, the first first.

    Parameters
    ----------
    exchanged
        Whether somebody adds more than they look after: members give households away for that.
    """
    runs = runs_of(gains)
    if not runs:
        return ""
    if len(runs) == 1:
        who = "mỗi người" if len(gains) > 1 else "người này"
        text = f"{who} giúp {_added(gains[0])} có người phụ trách"
    else:
        said, before = [], 0
        for gain, many in runs[:RUNS_NAMED]:
            each = "mỗi người " if many > 1 else ""
            verb = "giúp thêm được" if before == 0 else "thêm"
            said.append(f"{_who(before, many)} {each}{verb} {_number(gain)} hộ")
            before += many
        if len(runs) > RUNS_NAMED:
            said.append("những người còn lại ít hơn")
        text = ", ".join(said)
    return _sentence(f"{'nhờ đổi hộ, ' if exchanged else ''}{text}")


def recruit(name: str, place: str, hamlet: str, more: int | None, *, exchanged: bool) -> str:
    """Return what is said of one recruit; ``hamlet`` may be '' and ``more`` unknown."""
    who = recruit_name(name, Language.VI)
    where = f"{who}: cần ở gần {place}" + (f", {_hamlet(hamlet)}" if hamlet else "")
    if more is None:
        return f"{where}."
    how = "nhờ đổi hộ" if exchanged else "nhờ đó"
    return f"{where}; {how}, {_added(more)} có người phụ trách."


def _added(households: int) -> str:
    return f"thêm được {_number(households)} hộ"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def at(places: Sequence[str], *, home: bool) -> str:
    """Return places by name: households' homes, or some of the given places."""
    return f"{'hộ' if home else 'điểm'} {_listed(places)}"


def _who(before: int, many: int) -> str:
    if many > 1:
        return f"{_number(many)} người {'đầu' if before == 0 else 'tiếp theo'}"
    nth = _ORDINALS[before] if before < len(_ORDINALS) else _number(before + 1)
    return f"người thứ {nth}"


def _verdict(facts: MessageFacts) -> list[str]:
    hiring = facts.hiring
    if not facts.households:
        return ["Không có hộ nào cần phụ trách."]
    if not facts.unserved:
        return [_looked_after(facts)]
    nobody = f"Còn {_number(facts.unserved)} hộ chưa có người phụ trách"
    if hiring is None:
        return [f"{nobody}{_why(facts)}. Phương án không xét bổ sung thành viên."]
    if not hiring.needed:
        return [f"{nobody}; bổ sung thành viên cũng không giúp được{_why(facts)}."]
    capped = hiring.cap is not None
    return [_add(hiring), _spread(hiring), _cap(facts, hiring) if capped else _even_then(facts)]


def _looked_after(facts: MessageFacts) -> str:
    said = ["Mọi hộ đều có người phụ trách"]
    if facts.verdict is Verdict.SURPLUS:
        said.append("thành viên nhiều hơn mức tối thiểu cần")
    if facts.reserve:
        said.append(f"{_number(facts.reserve)} thành viên dự phòng")
    if facts.exceptions:
        why = " vì có hộ được cố định cho họ" if facts.enforced else ""
        said.append(f"{_number(facts.exceptions)} thành viên phụ trách dưới mức tối thiểu{why}")
    if facts.room is not None:
        left = f"chỉ còn nhận thêm được {_number(facts.room)} hộ"
        said.append(left if facts.room else "không nhận thêm được hộ nào")
    return "; ".join(said) + "."


def _add(hiring: RecruitFacts) -> str:
    if not hiring.placed:
        return ""
    lead = f"Bổ sung {_number(hiring.placed)} thành viên"
    if hiring.cap is None and hiring.certain == hiring.needed:
        lead = f"Cần bổ sung ít nhất {_number(hiring.placed)} thành viên"
    elif hiring.cap is None:
        lead += f" (chắc chắn cần ít nhất {_number(hiring.certain)} người)"
    if not hiring.near:
        some = ", trước hết" if hiring.more_places else ""
        return f"{lead}{some} gần {at(hiring.places, home=hiring.homes)}."
    if len(hiring.near) == 1:
        (only,) = hiring.near
        return f"{lead} gần {_hamlet(only.hamlet)}{_reached_there(only)}."
    said = [
        f"{_number(near.recruits)} người gần {_hamlet(near.hamlet)}{_reached_there(near)}"
        for near in hiring.near
    ]
    recruits, hamlets = hiring.elsewhere
    if recruits:
        said.append(f"{_number(recruits)} người gần {_number(hamlets)} xóm khác")
    return f"{lead}: {', '.join(said)}."


def _hamlet(name: str) -> str:
    """Return a hamlet's name after what it is, unless the name says that itself."""
    return hamlet_name(name, Language.VI)


def _hamlets(names: Sequence[str]) -> str:
    """Return several hamlets, after the word for them where no name has one of its own."""
    if any(map(names_itself, names)):
        return _listed([_hamlet(name) for name in names])
    return f"xóm {_listed(names)}"


def _reached_there(near: HamletRecruits) -> str:
    if near.short is None:
        return ""
    return f" ({_reached(near.short, 'ở đó')})"


def _spread(hiring: RecruitFacts) -> str:
    if hiring.spread is None:
        return ""
    short, hamlets = hiring.spread
    of = f"của {_hamlets(hamlets)}" if hamlets else "trong thôn"
    return _sentence(_reached(short, of))


def _reached(short: PocketFacts, where: str) -> str:
    said = f"{_number(short.households)} hộ {where}"
    if not short.members:
        # As few as force the recruits are in the pocket; there may well be more like them.
        return f"ít nhất {said} không có thành viên nào trong cự ly"
    room = f"phụ trách được {_number(short.room)} hộ" if short.room else "không còn nhận được hộ"
    return f"{said} chỉ có {_number(short.members)} thành viên trong cự ly, {room}"


def _cap(facts: MessageFacts, hiring: RecruitFacts) -> str:
    allowed = "Nếu không được bổ sung thành viên"
    if hiring.cap:
        allowed = f"Nếu chỉ được bổ sung tối đa {_number(hiring.cap)} thành viên"
    many = _number(hiring.needed)
    if hiring.certain < hiring.needed:
        many = f"từ {_number(hiring.certain)} đến {many}"
    whom = "" if hiring.serves_all else " cho các hộ có thể phụ trách"
    return (
        f"{allowed} thì còn {_number(facts.stay)} hộ chưa có người phụ trách; "
        f"cần {many} người mới đủ{whom}."
    )


def _even_then(facts: MessageFacts) -> str:
    if not facts.stay:
        return ""
    return f"Khi đó vẫn còn {_number(facts.stay)} hộ chưa có người phụ trách{_why(facts)}."


def _why(facts: MessageFacts) -> str:
    """Return the reasons, each with its number where there are several."""
    texts = [_reason(facts, why).format(_number(facts.minimum)) for why in facts.left]
    if len(texts) == 1:
        return f": {texts[0]}"
    counted = zip(facts.left.values(), texts, strict=True)
    said = "; ".join(f"{_number(count)} hộ vì {text}" for count, text in counted)
    return f": {said}" if said else ""


def _reason(facts: MessageFacts, why: Reason) -> str:
    if facts.hiring is None:
        return _REASONS[why]
    if facts.enforced and why is not Reason.MINIMUM:
        return f"{_REASONS[why]}, {_NO_RECRUIT_UNDER_MINIMUM}"
    return _REASONS_AFTER[why]


_REASONS = {
    Reason.CAPACITY: "các thành viên ở gần đều đã đủ số hộ",
    Reason.DISTANCE: "không có thành viên nào trong cự ly",
    Reason.EXCLUDED: "trong cự ly chỉ có thành viên không được phân công cho các hộ này",
    Reason.MINIMUM: "sẽ có thành viên phụ trách dưới mức tối thiểu bắt buộc {} hộ",
}
_REASONS_AFTER = {
    Reason.CAPACITY: "những người có thể phụ trách đều đã đủ số hộ",
    Reason.DISTANCE: "trong cự ly không có thành viên và cũng không có điểm bổ sung nào",
    Reason.EXCLUDED: "trong cự ly chỉ có thành viên không được phân công, "
    "không có điểm bổ sung nào",
    Reason.MINIMUM: "sẽ có người phụ trách dưới mức tối thiểu bắt buộc {} hộ",
}

_NO_RECRUIT_UNDER_MINIMUM = "không thể bổ sung ai ở đó khi bắt buộc tối thiểu {} hộ"


def _ways(facts: MessageFacts) -> str:
    """Return the relaxations, beside the recruits where these do the same."""
    said = []
    hiring = facts.hiring
    if facts.limit_m is not None:
        said.append(f"tăng cự ly lên {_number(facts.limit_m)} m")
    if facts.limit_houses is not None:
        said.append(f"tăng cự ly lên khoảng {_number(facts.limit_houses)} nhà")
    if facts.most is not None:
        said.append(f"cho mỗi thành viên phụ trách tối đa {_number(facts.most)} hộ")
    if not said:
        return ""
    if hiring is not None and hiring.needed and hiring.cap is None and hiring.serves_all:
        said.insert(0, f"bổ sung {_number(hiring.needed)} thành viên")
    return f"Để mọi hộ đều có người phụ trách, có thể {', hoặc '.join(said)}."


def _sought(facts: MessageFacts) -> str:
    """Return which relaxations were not found in the time; their absence says nothing else."""
    said = [text for name, text in _EASED.items() if name in facts.sought]
    if not said:
        return ""
    return f"Chưa kịp tìm xem {' hoặc '.join(said)} thì có đủ hay không."


_EASED = {"max_distance_m": "tăng cự ly", "max_households": "tăng số hộ mỗi thành viên"}


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} và {last}" if first else last


def _number(count: int) -> str:
    return number(count, VIETNAMESE)
