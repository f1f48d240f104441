"""Inputs that nobody should send, one of each kind, and what they are answered."""

from __future__ import annotations

import copy
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field

OPTIMIZE, SCENARIOS, SCREEN, VERIFY = "/v1/optimize", "/v1/scenarios", "/v1/screen", "/v1/verify"
JOBS, COMPARISONS, NOBODY = "/v1/jobs", "/v1/comparisons", f"job_{'0' * 24}"
DEEP = 1_000_000
HOUSE, MEMBER, FIRST = "/villages/0/households/0", "/villages/0/members/0", "/villages/0"
MOST_VILLAGES, MOST_HOUSEHOLDS = 20, 200


@dataclass(frozen=True, slots=True)
class Bad:
    """A request and its refusal.

    ``pointer`` is where the first fault stands: a place in the body, or '' where there is none.
    """

    kind: str
    method: str
    address: str
    content: bytes | None
    status: int
    pointer: str = ""
    headers: dict[str, str] = field(default_factory=dict)


REQUEST = {
    "coordinates": "metres",
    "rules": {"max_distance_m": 1000},
    "villages": [
        {
            "id": "v1",
            "households": [{"id": "h1", "x": 0.0, "y": 0.0}, {"id": "h2", "x": 9.0, "y": 0.0}],
            "members": [{"id": "m1", "x": 0.0, "y": 0.0, "min": 1, "max": 9}],
        }
    ],
}
GOOD = json.dumps(REQUEST).encode()


def posted(
    kind: str, content: bytes | str, status: int, pointer: str = "", at: str = OPTIMIZE
) -> Bad:
    body = content.encode() if isinstance(content, str) else content
    return Bad(kind, "POST", at, body, status, pointer, {"Content-Type": "application/json"})


def asked(kind: str, address: str, status: int, **headers: str) -> Bad:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Bad(kind, "GET", address, None, status, "", named)


def changed(
    kind: str, place: str, value: object, pointer: str | None = None, status: int = 422
) -> Bad:
    """Put a value into the good request; at the end of a list for ``-``."""
    document = copy.deepcopy(REQUEST)
    holder: object = document
    *way, last = place.split("/")[1:]
    for part in way:
        holder = holder[int(part)] if isinstance(holder, list) else holder[part]  # type: ignore[index]  # any JSON
    if isinstance(holder, list):
        holder.append(value)
    else:
        holder[last] = value  # type: ignore[index]  # any JSON
    where = place if pointer is None else pointer
    return posted(kind, json.dumps(document), status, where)


def raw(kind: str, text: str, pointer: str, status: int = 422) -> Bad:
    """Write a number as it stands, which no JSON writer would."""
    body = GOOD.replace(b'"x": 0.0', b'"x": ' + text.encode(), 1)
    return posted(kind, body, status, pointer)


def cursor(*place: object) -> str:
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


SYNTAX = (
    posted("an empty body", b"", 400),
    posted("white space alone", b" \n\t", 400),
    posted("truncated JSON", GOOD[:-20], 400),
    posted("a list a million deep", b"[" * DEEP, 413),
    posted("a list a million deep, closed", b"[" * DEEP + b"]" * DEEP, 413),
    posted("objects a hundred thousand deep", b'{"a":' * (DEEP // 10), 413),
    posted("bytes that are no UTF-8", b'{"villages": "\xff\xfe"}', 400),
    posted("UTF-16", GOOD.decode().encode("utf-16"), 400),
    posted("a mark of the byte order", b"\xef\xbb\xbf" + GOOD, 400),
    posted("bytes of nothing", b"\0" * 1000, 400),
    posted("something after the end", GOOD + b"}", 400),
    posted("single quotes", b"{'villages': []}", 400),
    posted("a comment", b'{"villages": [] /* none */}', 400),
    posted("a comma too many", b'{"villages": [],}', 400),
    posted("packed bytes", b"\x1f\x8b\x08\x00" + b"\x00" * 40, 400),
    posted("a form where JSON is read", b"villages=none", 400),
    posted("a key twice", b'{"villages": [], "villages": []}', 400, "/villages"),
    posted(
        "a key twice, deep inside",
        GOOD.replace(b'"x": 0.0', b'"x": 1, "x": 2', 1),
        400,
        f"{HOUSE}/x",
    ),
    posted(
        "a key twice in a job",
        '{"scenario_id": "a", "scenario_id": "b"}',
        400,
        "/scenario_id",
        JOBS,
    ),
    posted("an integer of 5,000 digits", b'{"villages": ' + b"9" * 5000 + b"}", 400),
    posted("an integer of 5,000 digits in a job", '{"seed": ' + "9" * 5000 + "}", 400, "", JOBS),
    posted("a job a million deep", b"[" * DEEP, 413, "", JOBS),
    posted("half a job", b'{"scenario_id": ', 400, "", JOBS),
    posted("a job that is no UTF-8", b'{"scenario_id": "\xff"}', 400, "", JOBS),
)
NUMBERS = (
    raw("NaN", "NaN", f"{HOUSE}/x"),
    raw("Infinity", "Infinity", f"{HOUSE}/x"),
    raw("-Infinity", "-Infinity", f"{HOUSE}/x"),
    raw("1e400", "1e400", f"{HOUSE}/x"),
    raw("an integer of 400 digits", "9" * 400, f"{HOUSE}/x"),
    raw("a place beyond the earth", "1e300", f"{HOUSE}/x"),
    raw("hexadecimal", "0x10", "", 400),
    changed("a number as text", f"{HOUSE}/x", "0"),
    changed("a truth as a number", f"{HOUSE}/x", True),  # noqa: FBT003 - JSON
    changed("nothing as a number", f"{HOUSE}/x", None),
    changed("a list as a number", f"{HOUSE}/x", [0.0]),
    changed("a negative minimum", f"{MEMBER}/min", -1),
    changed("half a household", f"{MEMBER}/min", 1.5),
    changed("a window upside down", f"{MEMBER}/min", 10),
    changed("a window for everybody", f"{MEMBER}/max", 10**9),
    changed("a limit below nothing", "/rules/max_distance_m", -1),
    changed("rules upside down", "/rules/min_households", 11, "/rules"),
)
SHAPES = (
    posted("a list", b"[]", 422),
    posted("a text", b'"villages"', 422),
    posted("a number", b"1", 422),
    posted("null", b"null", 422),
    posted("true", b"true", 422),
    posted("an empty object", b"{}", 422, "/villages"),
    changed("no villages", "/villages", []),
    changed("villages as null", "/villages", None),
    changed("villages as an object", "/villages", {}),
    changed("a village as a number", "/villages/-", 1, "/villages/1"),
    changed("a household as a list", "/villages/0/households/-", [], "/villages/0/households/2"),
    changed("households as text", f"{FIRST}/households", "h1"),
    changed("members as null", f"{FIRST}/members", None),
    changed("an unknown field", "/colour", 1),
    changed("an unknown field of a village", f"{FIRST}/colour", 1),
    changed("an unknown field of a household", f"{HOUSE}/phone", "0903"),
    changed("a prototype", "/__proto__", {}),
    changed("an unknown rule", "/rules/max_walk", 1),
    changed("rules as a list", "/rules", []),
    changed("an unknown goal", "/rules/priorities", ["joy"]),
    changed("an unknown metric", "/rules/metric", "flight"),
    changed("unknown coordinates", "/coordinates", "miles"),
    changed("an id as a number", f"{HOUSE}/id", 17),
    changed("an empty id", f"{HOUSE}/id", ""),
    changed("an endless id", f"{HOUSE}/id", "h" * 100_000),
    changed("an id with a control character", f"{HOUSE}/id", "h\0"),
    changed("an id with half a letter", f"{HOUSE}/id", "\ud800"),
    changed("an id that is read backwards", f"{HOUSE}/id", "\u202eab"),
    changed("an id that looks empty", f"{HOUSE}/id", "\u200b"),
    changed(
        "an id twice",
        "/villages/0/households/-",
        {"id": "h1", "x": 0, "y": 0},
        "/villages/0/households/2/id",
    ),
    changed("a village twice", "/villages/-", REQUEST["villages"][0], "/villages/1/id"),  # type: ignore[index]  # a list
    changed("a lock to nobody", f"{FIRST}/locked", [["h1", "m9"]], f"{FIRST}/locked/0/member"),
    changed("a pair of three", f"{FIRST}/locked", [["h1", "m1", "m2"]], f"{FIRST}/locked/0"),
    changed("a pair of numbers", f"{FIRST}/current", [[1, 2]], f"{FIRST}/current/0/household"),
    changed("too many villages", "/villages", [{}] * (MOST_VILLAGES + 1), status=413),
    changed(
        "too many households", f"{FIRST}/households", [{}] * (MOST_HOUSEHOLDS + 1), "/villages", 413
    ),
)
OTHERS = (
    posted("a plan of nothing", b'{"scenario": {"villages": []}}', 422, "/plan", VERIFY),
    posted(
        "a plan that is a list", json.dumps({"scenario": REQUEST, "plan": []}), 422, "/plan", VERIFY
    ),
    posted("a scenario that is text", b'{"scenario": "v", "plan": {}}', 422, "/scenario", VERIFY),
    posted("no counts", b"{}", 422, "/villages", SCREEN),
    posted(
        "a count below nothing",
        b'{"villages": [{"id": "v", "households": -1, "members": 1}]}',
        422,
        "/villages/0/households",
        SCREEN,
    ),
    posted(
        "a count of 1e400",
        b'{"villages": [{"id": "v", "households": 1e400, "members": 1}]}',
        422,
        "/villages/0/households",
        SCREEN,
    ),
    posted(
        "an unknown count",
        b'{"villages": [{"id": "v", "households": 1, "members": 1, "dogs": 1}]}',
        422,
        "/villages/0/dogs",
        SCREEN,
    ),
    posted("a scenario out of nothing", b"{}", 422, "", SCENARIOS),
    posted(
        "a scenario out of both",
        json.dumps({"parent_id": "scn_0", "request": REQUEST}),
        422,
        "",
        SCENARIOS,
    ),
    posted("a base that is not there", b'{"parent_id": "scn_0"}', 422, "/parent_id", SCENARIOS),
    posted("a base that is SQL", b'{"parent_id": "\' OR 1=1 --"}', 422, "/parent_id", SCENARIOS),
    posted("a base of nothing", b'{"parent_id": "\\u0000"}', 422, "/parent_id", SCENARIOS),
    posted(
        "a name with a control character",
        json.dumps({"name": "a\0", "request": REQUEST}),
        422,
        "/name",
        SCENARIOS,
    ),
    posted(
        "a name without end",
        json.dumps({"name": "a" * 201, "request": REQUEST}),
        422,
        "/name",
        SCENARIOS,
    ),
    posted(
        "a name that is a number",
        json.dumps({"name": 1, "request": REQUEST}),
        422,
        "/name",
        SCENARIOS,
    ),
    posted(
        "a fault inside a request",
        json.dumps({"request": {"villages": 1}}),
        422,
        "/request/villages",
        SCENARIOS,
    ),
    posted("a job of nothing", b'{"scenario_id": "\\u0000"}', 422, "/scenario_id", JOBS),
    posted("a job of half a letter", b'{"scenario_id": "\\ud800"}', 422, "/scenario_id", JOBS),
    posted("a job that is a list", b"[]", 422, "", JOBS),
    posted("a job without a scenario", b"{}", 422, "/scenario_id", JOBS),
    posted(
        "a job with an unknown field", b'{"scenario_id": "a", "colour": 1}', 422, "/colour", JOBS
    ),
    posted("a seed that is text", b'{"scenario_id": "a", "seed": "3"}', 422, "/seed", JOBS),
    posted("a seed that is true", b'{"scenario_id": "a", "seed": true}', 422, "/seed", JOBS),
    posted(
        "a time of 1e400",
        b'{"scenario_id": "a", "time_limit_s": 1e400}',
        422,
        "/time_limit_s",
        JOBS,
    ),
    posted(
        "a time that is NaN",
        b'{"scenario_id": "a", "time_limit_s": NaN}',
        422,
        "/time_limit_s",
        JOBS,
    ),
    posted("approved by nobody", b'{"by": " "}', 422, "/by", f"/v1/results/{NOBODY}/approve"),
    posted("approved by a number", b'{"by": 1}', 422, "/by", f"/v1/results/{NOBODY}/approve"),
    Bad("tables as plain text", "POST", SCENARIOS, b"a", 415, "", {"Content-Type": "text/csv"}),
    Bad("a job as XML", "POST", JOBS, b"<a/>", 415, "", {"Content-Type": "text/xml"}),
    Bad("a type that is none", "POST", SCENARIOS, GOOD, 415, "", {"Content-Type": ";;"}),
    Bad(
        "a form without a boundary",
        "POST",
        SCENARIOS,
        b"a",
        400,
        "",
        {"Content-Type": "multipart/form-data"},
    ),
    Bad(
        "a form that is cut",
        "POST",
        SCENARIOS,
        b"--x\r\nContent-Disp",
        422,
        "/file",
        {"Content-Type": "multipart/form-data; boundary=x"},
    ),
    Bad("another method", "PUT", OPTIMIZE, GOOD, 405),
    Bad("a method of nobody here", "PROPFIND", OPTIMIZE, None, 405),
    Bad("another method of the page", "POST", "/", b"{}", 405),
)
ADDRESSES = (
    asked("the method of another route", f"{OPTIMIZE}?seed=x", 405),
    *(
        Bad(f"the query {query}", "POST", f"{OPTIMIZE}?{query}", GOOD, 422)
        for query in (
            "seed=x",
            "seed=-1",
            f"seed={2**31}",
            "seed=1.5",
            "seed=1e400",
            "time_limit_s=0",
            "time_limit_s=nan",
            "time_limit_s=inf",
            "time_limit_s=1e400",
            f"seed={'9' * 5000}",
        )
    ),
    *(
        asked(f"the query {query[:40]}", f"{SCENARIOS}?{query}", 422)
        for query in (
            "limit=0",
            "limit=1001",
            "limit=ten",
            "cursor=",
            "cursor=!!!",
            "cursor=%00",
            "cursor=%F0%9F%92%A9",
            f"cursor={'a' * 301}",
            f"cursor={cursor(1)}",
            f"cursor={cursor('yesterday', 'scn_0')}",
            f"cursor={cursor('2026-01-01T00:00:00', 'scn_0')}",
            f"cursor={cursor('2026-01-01T00:00:00+00:00', 'a' + chr(0))}",
        )
    ),
    asked("a job list's cursor out of time", f"{JOBS}?cursor={cursor('9999-12-31', 'a')}", 422),
    asked("nothing to compare", COMPARISONS, 422),
    asked("an empty id to compare", f"{COMPARISONS}?a=&b=x", 422),
    asked("SQL to compare", f"{COMPARISONS}?a=%27%20OR%201%3D1--&b=x", 404),
    asked("nothing of a kind to compare", f"{COMPARISONS}?a=%00&b=x", 404),
    asked("a truth that is none", f"/v1/results/{NOBODY}?villages=maybe", 422),
    asked("a plan of tomorrow", f"/v1/results/{NOBODY}/villages/v/sheets.pdf?plan=tomorrow", 422),
    *(
        asked(f"a Last-Event-ID of {text[:20]}", f"{JOBS}/{NOBODY}/events", 422, Last_Event_ID=text)
        for text in ("x", "-1", "1.5", str(2**63), "9" * 5000)
    ),
    *(
        asked(f"the address {address[:30]} … {address[-20:]}", address, 404)
        for address in (
            f"{SCENARIOS}/%27%20OR%201%3D1--",
            f"{SCENARIOS}/%00",
            f"{SCENARIOS}/%ED%A0%80",
            f"{SCENARIOS}/{'a' * 10_000}",
            f"{SCENARIOS}/..%2f..%2f..%2fetc%2fpasswd",
            f"{SCENARIOS}/<script>alert(1)</script>",
            f"/v1/results/{NOBODY}/tables/..%2f..%2fservice.sqlite",
            f"/v1/results/{NOBODY}/tables/households.exe",
            f"/v1/results/{NOBODY}/plan.gpkg%00.html",
            "/..%2f..%2fapi/main.py",
            "/docs/swagger/..%2f..%2f__init__.py",
            "/%00",
            "/assets/%ff",
            "/docs/swagger/%00",
            f"/{'a' * 5000}",
        )
    ),
    Bad("an unknown preset", "POST", "/v1/presets/nowhere/copy", None, 404),
    Bad("a preset outside", "POST", "/v1/presets/..%2f..%2fsecret/copy", None, 404),
    Bad("a preset of nothing", "POST", "/v1/presets/%00/copy", None, 404),
    asked("a false name", SCENARIOS, 421, Host="evil.example"),
    asked("a name that is none", SCENARIOS, 421, Host="[::"),
    asked("another site", SCENARIOS, 421, Origin="http://evil.example"),
)
BAD = (*SYNTAX, *NUMBERS, *SHAPES, *OTHERS, *ADDRESSES)
