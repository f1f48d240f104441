"""A request JSON from disk: UTF-8, whole, no key twice."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from optimizer.errors import Problem
from optimizer.input.budgets.json_text import check_json
from optimizer.input.checks.faults import shown
from optimizer.input.folder.sheet import unreadable
from optimizer.input.folder.text_encoding import decoded


def read_document(path: Path) -> tuple[object, tuple[Problem, ...]]:
    """Parse a JSON file; NaN and Infinity pass as numbers, to be named where they stand.

    Returns
    -------
    tuple
        The document, and a problem for every key that an object has twice.

    Raises
    ------
    ScenarioError
        When the file is no JSON: truncated, not UTF-8, nested beyond any meaning.
    """
    twice: list[str] = []

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) < len(pairs):
            times = Counter(key for key, _ in pairs)
            twice.extend(sorted(key for key, number in times.items() if number > 1))
        return made

    content = path.read_bytes()
    check_json(content, path.name)
    text = decoded(path.name, content)
    del content
    try:
        document: object = json.loads(text, object_pairs_hook=once)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno} column {error.colno}"
        message = f"{place}: {error.msg}; the file is cut off or is no JSON"
        raise unreadable(path.name, message) from error
    except RecursionError as error:
        raise unreadable(path.name, "lists are nested too deeply; see the format") from error
    except ValueError as error:  # a number with thousands of digits
        raise unreadable(path.name, f"{error}; write a shorter number") from error
    message = "an object has this key twice; remove one of the two"
    return document, tuple(
        Problem("DUPLICATE_KEY", path.name, shown(key), "", message) for key in twice
    )
