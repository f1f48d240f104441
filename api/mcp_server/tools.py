"""The tools: scenarios, plan, read_plan, explain, compare, budget, replan."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import quote

from mcp.server.mcpserver.exceptions import ToolError

from api.mcp_server.plain_counts import (
    MOST_ROWS,
    Document,
    budget_figures,
    comparison_figures,
    first_rows,
    village_figures,
    village_row,
)
from api.mcp_server.service_client import RefusedError, ServiceClient

_PAGE = 1_000
_MOST_PAGES = 100
_MOST_DETAIL = 2_000
"""Households of a village whose whole response is answered."""


class PlanningTools:
    """What an assistant may do with a service; every answer is bounded.

    Each method is a tool: its name, arguments and first lines are what the assistant reads.
    """

    def __init__(self, service: ServiceClient) -> None:
        self._service = service

    async def scenarios(self) -> Document:
        """List the scenarios that are kept, and the presets, by what `plan` and `budget` take."""
        kept = await self._service.get("/v1/scenarios", limit=MOST_ROWS)
        presets = await self._service.get("/v1/presets")
        sizes = ("villages", "households", "members")
        return {
            "scenarios": [
                {key: one[key] for key in ("id", "name", "created", *sizes)}
                for one in kept["items"]
            ],
            "more": kept["next"] is not None,
            "presets": [{key: one[key] for key in ("name", *sizes)} for one in presets["items"]],
        }

    async def plan(
        self,
        scenario: str = "",
        request: dict[str, Any] | None = None,
        rules: dict[str, Any] | None = None,
    ) -> Document:
        """Share households among members, and say who is left out and how many recruits it takes.

        Give a scenario (its id, or a preset's name), or a whole request (coordinates, rules,
        villages with households and members). `rules` are tried on a kept scenario in the place of
        its own, such as {"max_distance_m": 1500}. Returns figures of the whole and of the villages
        that need most, and `result`, which the other tools take. A plan that takes longer than a
        call may is named as a job: ask for it with `read_plan`.
        """
        if bool(scenario) == (request is not None):
            raise ToolError("Give a scenario (id or preset), or a request: one of the two.")
        kept = await self._kept(scenario, request)
        self._check_size(kept)
        if rules:
            body = {"name": kept["name"], "parent_id": kept["id"], "rules": rules}
            kept = await self._service.post("/v1/scenarios", body)
        job = await self._service.post("/v1/jobs", {"scenario_id": kept["id"]})
        return await self._ended(job)

    async def read_plan(self, result: str) -> Document:
        """Return how far a plan is, and its figures once it is there."""
        return await self._ended(await self._service.get(f"/v1/jobs/{quote(result, safe='')}"))

    async def explain(self, result: str, village: str) -> Document:
        """Say of one village who is left out and why, what would help, and what is proven.

        `pockets` are the reasons for recruits: so many households are reached by so few members,
        who have room for fewer. Checked by counting.
        """
        row = await self._row(result, village)
        if row["households"] > _MOST_DETAIL:
            return {"village": village_row(row)}
        where = f"/v1/results/{quote(result, safe='')}/villages/{quote(village, safe='')}"
        try:
            document = await self._service.get(where)
        except RefusedError as refusal:
            if "NO_SCOPE" not in refusal.codes:
                raise
            return {"village": village_row(row)}
        if self._service.limits.name_households:
            return {"village": row, "response": document}
        return {"village": village_row(row), "figures": village_figures(document)}

    async def compare(self, first: str, second: str) -> Document:
        """Say what differs between two results: verdicts, recruits, walks, who changes person."""
        return comparison_figures(await self._service.get("/v1/comparisons", a=first, b=second))

    async def budget(
        self,
        scenario: str,
        recruits: int,
        floors: dict[str, int] | None = None,
        *,
        fairest: bool = False,
    ) -> Document:
        """Share so many recruits out among the villages of a scenario so that most are served.

        `floors` gives areas a least number; `frontier` says what every other number would serve
        ([recruits, served, bound]).
        """
        kept = await self._kept(scenario, None)
        self._check_size(kept)
        body = {"recruits": recruits, "floors": floors or {}, "fairest": fairest}
        return budget_figures(await self._service.post(f"/v1/scenarios/{kept['id']}/budget", body))

    async def replan(
        self,
        result: str,
        events: list[dict[str, Any]],
        plan: Literal["today", "after"] = "today",
    ) -> Document:
        """Plan again what events touch, with the fewest households that change person.

        An event has `kind` (member_left, member_joined, member_moved, member_window, member_away,
        household_gone, household_new, household_moved, pair_locked, pair_forbidden, pair_freed),
        `village`, `member` or `household`, and what it needs (`x`, `y`, `min`, `max`, `from`,
        `to`). Returns the next result, to be compared with the one before.
        """
        where = f"/v1/results/{quote(result, safe='')}/replan"
        body = {"events": events, "plan": plan}
        return await self._ended(await self._service.post(where, body, prefer="respond-async"))

    async def _kept(self, scenario: str, request: dict[str, Any] | None) -> Document:
        """Return the record of a scenario, which is kept first where it is not."""
        if request is not None:
            self._check_size({"households": _households(request)})
            body = {"name": "mcp", "request": request}
            return await self._service.post("/v1/scenarios", body)
        if scenario.startswith("scn_"):
            return await self._service.get(f"/v1/scenarios/{quote(scenario, safe='')}")
        presets = (await self._service.get("/v1/presets"))["items"]
        named = next((one for one in presets if one["name"] == scenario), None)
        if named is None:
            raise ToolError(f"There is no scenario or preset {scenario!r}; see the tool scenarios.")
        self._check_size(named)
        return await self._service.post(f"/v1/presets/{quote(scenario, safe='')}/copy", {})

    def _check_size(self, kept: Document) -> None:
        most = self._service.limits.households
        if kept["households"] > most:
            raise ToolError(
                f"This scenario has {kept['households']} households; a tool plans {most} at most. "
                "Use the page or liengia optimize, or raise --max-households."
            )

    async def _ended(self, job: Document) -> Document:
        """Return the figures of a job that has ended, or how far it is."""
        job = await self._service.finished(job, self._service.limits.seconds)
        told = {"result": job["id"], "scenario": job["scenario_id"], "status": job["status"]}
        if job["status"] != "succeeded":
            return {**told, "progress": job["progress"], "message": job["message"]}
        sums = await self._service.get(f"/v1/results/{job['id']}", villages="false")
        rows = await self._rows(job["id"])
        rows.sort(key=lambda row: (-(row["recruits_needed"] or 0), -row["unserved"], row["id"]))
        listed = first_rows(rows, max(0, len(rows) - MOST_ROWS))
        notes = sorted({note["code"] for note in sums["notes"]})
        summary = {key: value for key, value in sums["summary"].items() if key != "areas"}
        return {**told, "summary": summary, "notes": notes, **listed}

    async def _rows(self, result: str) -> list[Document]:
        rows: list[Document] = []
        query: dict[str, str | int] = {"limit": _PAGE}
        for _ in range(_MOST_PAGES):
            page = await self._service.get(
                f"/v1/results/{quote(result, safe='')}/villages", **query
            )
            rows += page["items"]
            if page["next"] is None:
                break
            query["cursor"] = page["next"]
        return rows

    async def _row(self, result: str, village: str) -> Document:
        for row in await self._rows(result):
            if row["id"] == village:
                return row
        raise ToolError(f"The result {result} has no village {village!r}.")


def _households(request: dict[str, Any]) -> int:
    """Count the households of a request that may be anything."""
    villages = request.get("villages")
    lists = [one.get("households") for one in villages or () if isinstance(one, dict)]
    return sum(len(rows) for rows in lists if isinstance(rows, list))
