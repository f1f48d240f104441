"""The sentences in English."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.domain.plan import Reason, Verdict
from optimizer.output.text.message_facts import (
    RUNS_NAMED,
    HamletRecruits,
    MessageFacts,
    PocketFacts,
    RecruitFacts,
    runs_of,
)
from optimizer.output.text.words import ENGLISH, number

_ORDINALS = ("first", "second", "third", "fourth", "fifth")


def message(facts: MessageFacts) -> str:
    """Return what a planner has to know about a village."""
    name = facts.name or f"Village {facts.village_id}"
    members = _count(facts.members, "member") if facts.members else "no members"
    opening = f"{name}: {_count(facts.households, 'household')}, {members}."
    return " ".join(filter(None, [opening, *_verdict(facts), _ways(facts), _sought(facts)]))


def worth(gains: Sequence[int], *, exchanged: bool) -> str:
    """Return how many more households each recruit serves, in the order of their worth.

    Parameters
    ----------
    exchanged
        Whether somebody adds more than they look after: members give households away for that.
    """
    runs = runs_of(gains)
    how = "through exchanges, " if exchanged else ""
    if len(runs) == 1:
        who = "each recruit" if len(gains) > 1 else "the recruit"
        return _sentence(f"{how}{who} serves {_more(gains[0])}")
    said, before = [], 0
    for gain, many in runs[:RUNS_NAMED]:
        # "The next 8" could be eight recruits or eight households.
        verb = " serve" if many > 1 else " serves" if before == 0 else ""
        what = _more(gain) if before == 0 else _number(gain)
        each = " each" if many > 1 else ""
        said.append(f"{_who(before, many, len(gains))}{verb} {what}{each}")
        before += many
    if len(runs) > RUNS_NAMED:
        said.append("the others fewer")
    return _sentence(f"{how}{', '.join(said)}") if said else ""


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def recruit(name: str, place: str, hamlet: str, more: int | None, *, exchanged: bool) -> str:
    """Return what is said of one recruit; ``hamlet`` may be '' and ``more`` unknown."""
    where = f"{name} is wanted near {place}" + (f" in hamlet {hamlet}" if hamlet else "")
    if more is None:
        return f"{where}."
    verb = "is" if more == 1 else "are"
    how = " through exchanges" if exchanged else ""
    return f"{where}: with this recruit {_more(more)} {verb} looked after{how}."


def at(places: Sequence[str], *, home: bool) -> str:
    """Return places by name: households' homes, or some of the given places."""
    noun = "household" if home else "place"
    return f"{noun}{'s' if len(places) > 1 else ''} {_listed(places)}"


def _who(before: int, many: int, total: int) -> str:
    if many > 1:
        return f"the {'first' if before == 0 else 'next'} {_number(many)}"
    named = total <= len(_ORDINALS) or before == 0
    return f"the {_ORDINALS[before] if named else 'next one'}"


def _verdict(facts: MessageFacts) -> list[str]:
    hiring = facts.hiring
    if not facts.households:
        return ["There is nobody to look after."]
    if not facts.unserved:
        return [_looked_after(facts)]
    have = "has" if facts.unserved == 1 else "have"
    nobody = f"{_count(facts.unserved, 'household')} {have} nobody"
    if hiring is None:
        return [f"{nobody}{_why(facts)}. Recruiting is switched off."]
    if not hiring.needed:
        return [f"{nobody}, and no recruit would help{_why(facts)}."]
    capped = hiring.cap is not None
    return [_add(hiring), _spread(hiring), _cap(facts, hiring) if capped else _even_then(facts)]


def _looked_after(facts: MessageFacts) -> str:
    said = ["Everyone is looked after"]
    if facts.verdict is Verdict.SURPLUS:
        said.append("there are more members than the minimum needs")
    if facts.reserve:
        verb = "is" if facts.reserve == 1 else "are"
        said.append(f"{_count(facts.reserve, 'member')} {verb} in reserve")
    if facts.exceptions:
        look = "looks" if facts.exceptions == 1 else "look"
        own = "its" if facts.exceptions == 1 else "their"
        # Under an enforced minimum locks alone make an exception.
        why = ", because households are locked to " if facts.enforced else ""
        why += ("it" if facts.exceptions == 1 else "them") if why else ""
        said.append(
            f"{_count(facts.exceptions, 'member')} {look} after fewer households than {own} "
            f"minimum{why}"
        )
    if facts.room is not None:
        left = f"room for {_more(facts.room)}" if facts.room else "no room for one more"
        said.append(f"there is {left}")
    return "; ".join(said) + "."


def _add(hiring: RecruitFacts) -> str:
    if not hiring.placed:
        return ""
    lead = f"Add {_number(hiring.placed)}"
    if hiring.cap is None and hiring.certain == hiring.needed:
        lead = f"Add at least {_number(hiring.placed)}"
    elif hiring.cap is None:
        sure = "is" if hiring.certain == 1 else "are"
        lead += f" (at least {_number(hiring.certain)} {sure} certain)"
    if not hiring.near:
        some = ", the first" if hiring.more_places else ""
        return f"{lead}{some} near {at(hiring.places, home=hiring.homes)}."
    first, *others = hiring.near
    if not others:
        return f"{lead} near hamlet {first.hamlet}{_reached_there(first)}."
    said = [f"{_number(first.recruits)} near hamlet {first.hamlet}{_reached_there(first)}"]
    said += [
        f"{_number(near.recruits)} near {near.hamlet}{_reached_there(near)}" for near in others
    ]
    recruits, hamlets = hiring.elsewhere
    if recruits:
        said.append(f"{_number(recruits)} near {_number(hamlets)} other hamlets")
    return f"{lead}: {', '.join(said)}."


def _reached_there(near: HamletRecruits) -> str:
    return "" if near.short is None else f" ({_reached(near.short, 'there ')})"


def _spread(hiring: RecruitFacts) -> str:
    if hiring.spread is None:
        return ""
    short, hamlets = hiring.spread
    of = "of the village"
    if hamlets:
        of = f"of hamlet{'s' if len(hamlets) > 1 else ''} {_listed(hamlets)}"
    said = _reached(short, f"{of} ")
    return f"{said[:1].upper()}{said[1:]}."


def _reached(short: PocketFacts, where: str) -> str:
    verb = "is" if short.households == 1 else "are"
    said = f"{_count(short.households, 'household')} {where}{verb} reached by "
    if not short.members:
        # As few as force the recruits are in the pocket; there may well be more like them.
        return f"at least {said}no member"
    room = _number(short.room) if short.room else "none"
    return f"{said}{_count(short.members, 'member')}, who can look after {room}"


def _cap(facts: MessageFacts, hiring: RecruitFacts) -> str:
    allowed = f"at most {_count(hiring.cap, 'recruit')}" if hiring.cap else "no recruits allowed"
    verb = "stays" if facts.stay == 1 else "stay"
    many = _number(hiring.needed)
    if hiring.certain < hiring.needed:
        many = f"{_number(hiring.certain)} to {many}"
    whom = "" if hiring.serves_all else " for all who can be served"
    return (
        f"With {allowed} {_count(facts.stay, 'household')} {verb} without anybody; "
        f"{many} would be needed{whom}."
    )


def _even_then(facts: MessageFacts) -> str:
    if not facts.stay:
        return ""
    verb = "stays" if facts.stay == 1 else "stay"
    return f"Even then {_count(facts.stay, 'household')} {verb} without anybody{_why(facts)}."


def _why(facts: MessageFacts) -> str:
    """Return the reasons, each with its number where there are several."""
    texts = [_reason(facts, why).format(_number(facts.minimum)) for why in facts.left]
    if len(texts) == 1:
        return f": {texts[0]}"
    counted = zip(facts.left.values(), texts, strict=True)
    said = "; ".join(f"{_number(count)} because {text}" for count, text in counted)
    return f": {said}" if said else ""


def _reason(facts: MessageFacts, why: Reason) -> str:
    if facts.hiring is None:
        return _REASONS[why]
    if facts.enforced and why is not Reason.MINIMUM:
        return f"{_REASONS[why]}, and {_NO_RECRUIT_UNDER_MINIMUM}"
    return _REASONS_AFTER[why]


_REASONS = {
    Reason.CAPACITY: "all members near enough are full",
    Reason.DISTANCE: "no member lives near enough",
    Reason.EXCLUDED: "only members who are forbidden for them live near enough",
    Reason.MINIMUM: "a member would have fewer households than the enforced minimum of {}",
}
_REASONS_AFTER = {
    Reason.CAPACITY: "all who may look after them are full",
    Reason.DISTANCE: "neither a member nor a place for a recruit is near enough",
    Reason.EXCLUDED: "only forbidden members are near enough, and no place for a recruit is",
    Reason.MINIMUM: "somebody would have fewer households than the enforced minimum of {}",
}

_NO_RECRUIT_UNDER_MINIMUM = "no recruit can be added there under the enforced minimum of {}"


def _ways(facts: MessageFacts) -> str:
    """Return the relaxations, beside the recruits where these do the same."""
    said = []
    hiring = facts.hiring
    if facts.limit_m is not None:
        said.append(f"a limit of {_number(facts.limit_m)} m")
    if facts.limit_houses is not None:
        said.append(f"a limit of about {_count(facts.limit_houses, 'house')}")
    if facts.most is not None:
        said.append(f"at most {_count(facts.most, 'household')} each")
    if not said:
        return ""
    if hiring is not None and hiring.needed and hiring.cap is None and hiring.serves_all:
        said.insert(0, _count(hiring.needed, "recruit"))
    return f"Everybody would be looked after with {', or '.join(said)}."


def _sought(facts: MessageFacts) -> str:
    """Return which relaxations were not found in the time; their absence says nothing else."""
    said = [text for name, text in _EASED.items() if name in facts.sought]
    if not said:
        return ""
    return f"Whether {' or '.join(said)} would do was not found in the time."


_EASED = {"max_distance_m": "a longer limit", "max_households": "more households each"}


def _listed(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def _number(count: int) -> str:
    return number(count, ENGLISH)


def _count(count: int, noun: str) -> str:
    return f"{_number(count)} {noun}{'' if count == 1 else 's'}"


def _more(count: int) -> str:
    return f"{_number(count)} more household{'' if count == 1 else 's'}"
