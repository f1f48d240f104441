"""A small province with one village of every verdict, counted by hand."""

from __future__ import annotations

from math import cos, radians, sin, tau

ORIGIN = (108.9, 11.6)
METRES_A_DEGREE = 111_195.0
MARKUP = "Thôn <b>Một</b> & <img src=x onerror=alert(1)>"

TAGS = "<img src=x onerror=hit=1><i>"

Point = tuple[float, float]
Document = dict[str, object]

FIGURES = {
    "short": 3,
    "recruits": 3,
    "unserved": 14,
    "villages": 6,
    "households": 99,
    "members": 13,
}


def request() -> Document:
    """Return the request.

    24 households and room for 20; 12 with room for 10 and 8 with room for 20 three kilometres
    away; 8 with nobody; 16 and 19 with room for 20; 12 where 4 members need 20.
    """
    upland, coast = ["Ninh Thuận", "Bác Ái", "Phước Bình"], ["Ninh Thuận", "Ninh Hải", "Khánh Hải"]
    hamlets = [((0.0, 0.0), 12, 1), ((3000.0, 0.0), 8, 2)]
    return {
        "coordinates": "lonlat",
        "rules": {"max_distance_m": 1000},
        "villages": [
            _village("v1", MARKUP, upland, (0, 0), [((0.0, 0.0), 24, 2)]),
            _village("v2", "Thôn 2", upland, (9000, 2000), hamlets),
            _village("v3", "Thôn 3", upland, (4000, 9000), [((0.0, 0.0), 8, 0)]),
            _village("v4", "Thôn 10", coast, (20_000, 1000), [((0.0, 0.0), 16, 2)]),
            _village("v5", "Thôn 5", coast, (24_000, 6000), [((0.0, 0.0), 19, 2)]),
            _village("v6", "Đồng Dài", coast, (21_000, 11_000), [((0.0, 0.0), 12, 4)]),
        ],
    }


def walled() -> Document:
    """Return the first village with a path, a stream between its members, and a bridge."""
    document = request()
    villages = document["villages"]
    assert isinstance(villages, list)
    lon, lat, off = ORIGIN[0] + 0.00003, ORIGIN[1], 0.001
    first = villages[0] | {
        "network": {"nodes": [[lon - off, lat], [lon + off, lat]], "edges": [[0, 1]]},
        "barriers": {"lines": [[[lon, lat - off], [lon, lat + off]]], "crossings": [[lon, lat]]},
    }
    return document | {"villages": [first]}


def astray() -> Document:
    """Return the first village on one path, and a household that lives too far from it."""
    document = request()
    villages = document["villages"]
    assert isinstance(villages, list)
    lon, lat = ORIGIN
    first = villages[0] | {
        "network": {"nodes": [[lon - 0.01, lat], [lon + 0.01, lat]], "edges": [[0, 1]]},
        "households": [*villages[0]["households"], {"id": "far", "x": lon, "y": lat + 0.004}],
    }
    rules = {"max_distance_m": 1000, "metric": {"kind": "path"}}
    return document | {"rules": rules, "villages": [first]}


def marked_up() -> Document:
    """Return one village whose names and ids are all tags, in areas that are too."""
    document = request()
    villages = document["villages"]
    assert isinstance(villages, list)
    points = {
        kind: [point | {"id": point["id"] + TAGS} for point in villages[0][kind]]
        for kind in ("households", "members")
    }
    named = {"id": f"v{TAGS}", "name": f"Thôn {TAGS}", "area": [f"A{TAGS}", f"B{TAGS}"]}
    return document | {"villages": [villages[0] | named | points, villages[1]]}


def wrong() -> Document:
    """Return a request with three faults: a household twice, a missing place, a wrong window."""
    document = request()
    villages = document["villages"]
    assert isinstance(villages, list)
    first, second = villages[0], villages[1]
    first["households"][1]["id"] = first["households"][0]["id"]
    first["households"][2]["x"] = None
    second["members"][0] |= {"min": 9, "max": 3}
    return document


def _village(
    name: str,
    title: str,
    area: list[str],
    at: Point,
    hamlets: list[tuple[Point, int, int]],
) -> Document:
    households: list[Document] = []
    members: list[Document] = []
    for (east, north), homes, people in hamlets:
        for nth in range(homes):
            spot = _round((at[0] + east, at[1] + north), 60.0 + 5 * (nth % 7), nth / homes)
            households.append({"id": f"h{len(households) + 1}"} | spot)
        for nth in range(people):
            spot = _round((at[0] + east, at[1] + north), 20.0, nth / people)
            members.append({"id": f"m{len(members) + 1}"} | spot)
    return {"id": name, "name": title, "area": area, "households": households, "members": members}


def _round(centre: Point, radius: float, turn: float) -> Document:
    x, y = centre[0] + radius * cos(tau * turn), centre[1] + radius * sin(tau * turn)
    across = METRES_A_DEGREE * cos(radians(ORIGIN[1]))
    return {"x": round(ORIGIN[0] + x / across, 7), "y": round(ORIGIN[1] + y / METRES_A_DEGREE, 7)}
