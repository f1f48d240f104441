"""Members of teams of a result folder's table, village by village and plan by plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from optimizer.domain.scenario import Village
from optimizer.domain.team_plan import TeamPlan
from optimizer.output.checks.json_values import JsonFaults, short_value
from optimizer.output.checks.team_translation import teams_of


class TeamRows:
    """Who is in which team by the table.

    Parameters
    ----------
    table
        Columns of the table; None where there is none.
    first
        Number of its first row.
    """

    def __init__(
        self,
        table: Mapping[str, Sequence[object]] | None,
        first: int,
        villages: Mapping[str, Village],
        faults: JsonFaults,
    ) -> None:
        self._rows: dict[tuple[str, str], list[tuple[str, object, object]]] = defaultdict(list)
        names = ("village", "plan", "team", "member", "leads")
        cells = () if table is None else zip(*(table[name] for name in names), strict=True)
        for at, (village, plan, team, member, leads) in enumerate(cells, start=first):
            place = f"team_members row {at}"
            if plan not in ("today", "after"):
                faults.add("UNKNOWN_PLAN", place, f"{short_value(plan)} is neither today nor after")
            elif not isinstance(village, str) or village not in villages:
                text = f"{short_value(village)} is no village of the scenario"
                faults.add("UNKNOWN_VILLAGE", place, text)
            else:
                self._rows[village, plan].append((str(team), member, leads))

    def of(
        self, village: Village, plan: str, persons: Mapping[str, int], faults: JsonFaults
    ) -> TeamPlan | None:
        """Return the teams of a plan, without proofs; None where none are asked for or given."""
        rows = self._rows[village.id, plan]
        if not rows and (village.rules.teams is None or persons):
            return None
        members: dict[str, list[str]] = {}
        leaders: dict[str, list[object]] = {}
        for team, member, leads in rows:
            members.setdefault(team, []).append(str(member))
            if leads == "yes":
                leaders.setdefault(team, []).append(member)
        place = f"team_members of {village.id} {plan}"
        for team in members:
            if len(leaders.get(team, [])) != 1:
                text = f"team {team} has {len(leaders.get(team, []))} leaders; it has one"
                faults.add("LEADERS", place, text, (team,))
        led = [leaders.get(team, [None])[0] for team in members]
        return teams_of(persons, list(members), led, list(members.values()), place, faults)
