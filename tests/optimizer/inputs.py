"""Small requests and folders to break on purpose, and a comparison of whole scenarios."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from unicodedata import normalize

import numpy as np
import pytest
from hypothesis import strategies as st

from optimizer.domain.scenario import Members, Points, Scenario
from optimizer.errors import Problem, ScenarioError
from optimizer.input.folder import read_scenario
from optimizer.input.request import scenario_from_request

Row = dict[str, Any]


def line(prefix: str, count: int, **more: object) -> list[Row]:
    """Return points 10 m apart on a line: h1, h2, ..."""
    return [{"id": f"{prefix}{n}", "x": 10.0 * n, "y": 0.0, **more} for n in range(1, count + 1)]


def village(key: str = "v1", /, **fields: object) -> Row:
    """Return a village of six households and one member, with some fields replaced."""
    return {"id": key, "households": line("h", 6), "members": line("m", 1), **fields}


def request(*villages: Row, **fields: object) -> Row:
    return {"villages": list(villages) or [village()], **fields}


def problems(document: object) -> tuple[Problem, ...]:
    """Return what is wrong with a request; nothing being wrong fails the test."""
    return raised(lambda: scenario_from_request(document))


def folder_problems(folder: Path) -> tuple[Problem, ...]:
    return raised(lambda: read_scenario(folder))


def raised(call: Callable[[], object]) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        call()
    return caught.value.problems


def only(found: tuple[Problem, ...]) -> Problem:
    """Return the one problem there is."""
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def places(found: tuple[Problem, ...]) -> list[tuple[str, str, str]]:
    return [(problem.code, problem.where, problem.field) for problem in found]


def folder(path: Path, files: Mapping[str, str]) -> Path:
    """Write text files into a new folder, with a scenario.yaml in metres unless one is given."""
    path.mkdir(exist_ok=True)
    for name, text in {"scenario.yaml": "coordinates: metres\n", **files}.items():
        (path / name).write_bytes(text.encode())
    return path


HOUSEHOLDS = "village,id,x,y\nv1,h1,0,0\nv1,h2,10,0\nv1,h3,20,0\n"
MEMBERS = "village,id,x,y\nv1,m1,0,0\n"


def assert_same(one: Scenario, other: Scenario) -> None:
    """Compare two scenarios to the last bit."""
    assert (one.rules, one.lonlat) == (other.rules, other.lonlat)
    assert len(one.villages) == len(other.villages)
    for a, b in zip(one.villages, other.villages, strict=True):
        for field in ("id", "name", "area", "rules", "lonlat"):
            assert getattr(a, field) == getattr(b, field)
        assert (a.places is None) == (b.places is None)
        for points in ("households", "members", "sites"):
            assert_same_points(getattr(a, points), getattr(b, points))
        for pairs in ("locked", "forbidden", "current"):
            np.testing.assert_array_equal(getattr(a, pairs), getattr(b, pairs))


def assert_same_points(one: Points, other: Points) -> None:
    fields = ["ids", "xy", "given"]
    if isinstance(one, Members):
        fields += ["minimum", "maximum", "team"]
    for field in fields:
        np.testing.assert_array_equal(getattr(one, field), getattr(other, field))


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=6)
"""Ids and names in any script, not only in NFC: they are normalised on entry."""


def _distinct(names: list[str]) -> list[str]:
    return list({normalize("NFC", name): name for name in names}.values())


IDS = st.lists(NAMES, max_size=6).map(_distinct)


_OWN: list[Row] = [{}, {"max": 3}, {"min": 7, "max": 12}, {"team": "Tổ 1"}]


@st.composite
def requests(draw: st.DrawFn) -> Row:
    """Draw a request without fault: villages of at most six households and six members."""
    lonlat = draw(st.booleans())
    centre, reach = ((108.9, 11.6), 0.01) if lonlat else ((300_000.0, 1_200_000.0), 900.0)

    def points(ids: list[str]) -> list[Row]:
        offset = st.floats(-reach, reach, allow_nan=False)
        return [
            {"id": name, "x": centre[0] + draw(offset), "y": centre[1] + draw(offset)}
            for name in ids
        ]

    villages = []
    for name in draw(IDS.filter(bool)):
        households, members = points(draw(IDS)), points(draw(IDS))
        own = st.sampled_from(_OWN)
        members = [member | draw(own) for member in members]
        one: Row = {"id": name, "households": households, "members": members}
        one |= draw(st.fixed_dictionaries({}, optional={"name": NAMES, "area": st.lists(NAMES)}))
        one["rules"] = draw(
            st.sampled_from(
                [{}, {"max_distance_m": 250.5}, {"max_recruits": None, "priorities": ["balance"]}]
            )
        )
        if ids := draw(IDS):
            one["places"] = points(ids)
        if households and members:
            pair = st.tuples(st.sampled_from(households), st.sampled_from(members))
            for kind in ("forbidden", "current"):
                chosen = {h["id"]: m["id"] for h, m in draw(st.lists(pair, max_size=4))}
                one[kind] = [list(item) for item in chosen.items()]
        villages.append(one)
    rules = draw(st.sampled_from([{}, {"max_recruits": 3, "recruiting": False}]))
    return {"coordinates": "lonlat" if lonlat else "metres", "rules": rules, "villages": villages}


@st.composite
def permuted(draw: st.DrawFn, document: Row) -> Row:
    """Draw another order of everything that has no order."""

    def shuffled(rows: list[Any]) -> list[Any]:
        return draw(st.permutations(rows))

    return document | {
        "villages": shuffled(
            [
                {
                    field: shuffled(value) if isinstance(value, list) and field != "area" else value
                    for field, value in one.items()
                }
                for one in document["villages"]
            ]
        )
    }
