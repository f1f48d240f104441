"""Bodies of requests: read whole, parsed strictly, every key once."""

from __future__ import annotations

import json
from collections.abc import Iterable

from api.http.errors import Detail, ServiceError
from optimizer.errors import ScenarioError
from optimizer.input.budgets.json_text import check_json

_SHOWN = 60


def parse(body: bytes) -> object:
    """Parse a JSON body; NaN and Infinity pass as numbers, to be named where they stand.

    Raises
    ------
    ServiceError
        ``BAD_JSON`` with line and column, ``DUPLICATE_KEY`` with the pointer of every one.
    """
    twice: list[tuple[dict[str, object], list[str]]] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) < len(pairs):
            seen: set[str] = set()
            twice.append((made, [key for key, _ in pairs if key in seen or seen.add(key)]))  # type: ignore[func-returns-value]  # the idiom: add returns None
        return made

    try:
        check_json(body, "the body")
    except ScenarioError as fault:
        raise ServiceError("TOO_MUCH_JSON", reason=fault.problems[0].message) from None
    try:
        document: object = json.loads(body.decode(), object_pairs_hook=once)
    except UnicodeDecodeError as error:
        raise ServiceError("BAD_JSON", reason=f"byte {error.start} is no UTF-8") from None
    except json.JSONDecodeError as error:
        reason = f"line {error.lineno} column {error.colno}: {error.msg}"
        raise ServiceError("BAD_JSON", reason=reason) from None
    except RecursionError:
        raise ServiceError("BAD_JSON", reason="it is nested too deeply") from None
    except ValueError:
        raise ServiceError("BAD_JSON", reason="a number has too many digits") from None
    if twice:
        _refuse(document, {id(made): keys for made, keys in twice})
    return document


def _refuse(document: object, twice: dict[int, list[str]]) -> None:
    """Name every key that stands twice, with its pointer."""
    errors: list[Detail] = []
    left: list[tuple[str, object]] = [("", document)]
    while left:
        pointer, value = left.pop()
        for key in twice.get(id(value), ()):
            params: Detail = {"key": key[:_SHOWN]}
            message = f"the object has the key {key[:_SHOWN]} twice; remove one of the two"
            place = f"{pointer}/{_escaped(key)}"
            errors.append(
                {"pointer": place, "code": "DUPLICATE_KEY", "params": params, "message": message}
            )
        left += [(f"{pointer}/{name}", item) for name, item in _items(value)]
    key = next(iter(twice.values()))[0][:_SHOWN]
    raise ServiceError("DUPLICATE_KEY", errors=errors or None, key=key)


def _items(value: object) -> Iterable[tuple[str, object]]:
    if isinstance(value, dict):
        return ((_escaped(str(key)), item) for key, item in value.items())
    if isinstance(value, list):
        return ((str(number), item) for number, item in enumerate(value))
    return ()


def pointer_to(*parts: str) -> str:
    """Return the JSON pointer that leads to a place by these keys."""
    return "".join(f"/{_escaped(part)}" for part in parts)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
