"""What `optimizer.plan` returns: tables of a plan that are made when they are asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
from geopandas import GeoDataFrame

from optimizer.domain.failure import Failure
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Scenario
from optimizer.frames.drawing import Drawn, check_libraries, drawn_layers
from optimizer.frames.html_summary import html_summary
from optimizer.frames.plan_tables import (
    move_table,
    note_lines,
    note_table,
    proof_table,
    summary_document,
    village_summaries,
    village_table,
)
from optimizer.frames.planned import PlannedFrames
from optimizer.frames.result_frames import (
    assignment_frame,
    line_frame,
    member_frame,
    pocket_frame,
    recruit_frame,
    team_frame,
    unserved_frame,
)

if TYPE_CHECKING:
    from optimizer.output.summary.village_summary import VillageSummary

Which = Literal["today", "after"]


class Plan:
    """Who looks after whom, who is left out and why, how many recruits are needed, and proofs.

    Every table is made when it is first asked for. Shapes, index, order and system of coordinates
    are those of the households; the labels of persons are those of the members' index.

    Parameters
    ----------
    planned
        The villages, with what became of each.
    """

    def __init__(self, planned: PlannedFrames) -> None:
        self._planned = planned

    @cached_property
    def assignments(self) -> GeoDataFrame:
        """A row a household: ``person``, ``metres``, ``reason``; ``after_`` with the recruits."""
        return assignment_frame(self._planned)

    @cached_property
    def unserved(self) -> GeoDataFrame:
        """The households that nobody looks after today: ``reason``, and ``after_person``."""
        return unserved_frame(self._planned, self.assignments)

    @cached_property
    def members(self) -> GeoDataFrame:
        """A row a member: the window ``min`` to ``max``, ``households``, ``after_households``."""
        return member_frame(self._planned)

    @cached_property
    def recruits(self) -> GeoDataFrame:
        """A row a recruit: ``place`` (a label), ``households``, ``worth`` and ``hamlet``."""
        return recruit_frame(self._planned)

    @cached_property
    def pockets(self) -> GeoDataFrame:
        """A row a pocket, the reason for recruits: ``households``, ``members``, ``room``."""
        return pocket_frame(self._planned)

    @cached_property
    def teams(self) -> GeoDataFrame:
        """A row a team of either plan, where ``teams=`` asks for them."""
        return team_frame(self._planned)

    @cached_property
    def moves(self) -> pd.DataFrame:
        """Who changes person against ``current=``: ``household``, ``before``, ``person``, why."""
        return move_table(self._planned)

    @cached_property
    def villages(self) -> pd.DataFrame:
        """A row a village: its verdict, counts, metres, and what is to be said of it."""
        return village_table(self._planned, self._summaries)

    @cached_property
    def summary(self) -> dict[str, object]:
        """The villages added up, as the response JSON has them."""
        return summary_document(self._summaries)

    @cached_property
    def proof(self) -> pd.DataFrame:
        """A row a goal of either plan: ``value``, ``bound``, ``proven``, ``gap``, ``checked``."""
        return proof_table(self._planned)

    @cached_property
    def notes(self) -> pd.DataFrame:
        """What looked wrong in the input, and the columns that were not read."""
        return note_table(self._planned)

    @property
    def proven(self) -> bool:
        """Whether there is a plan of each village, and every value of it is proven the best."""
        return not self._planned.failures and bool(self.proof["proven"].all())

    @property
    def message(self) -> str:
        """What is to be said, a line a village, in English; `villages` has it in Vietnamese."""
        return "\n".join(self.villages["message"])

    @property
    def scenario(self) -> Scenario:
        """What was planned, as every other part of the package takes it."""
        return self._planned.scenario

    @property
    def plans(self) -> tuple[VillagePlan | Failure, ...]:
        """What became of each village of the scenario, as every other part takes it."""
        return self._planned.made

    def lines(self, which: Which = "today") -> GeoDataFrame:
        """Return a line from every household that is served to its person."""
        return line_frame(self._planned, which)

    def plot(self, which: Which = "today", *, ax: Any = None, **figure: Any) -> Any:  # noqa: ANN401 - matplotlib's
        """Draw the plan with matplotlib, by geopandas; return its axes.

        Parameters
        ----------
        which
            ``today``, or ``after`` with the recruits.
        ax
            Axes to draw on; new ones where there are none.
        figure
            What `geopandas.GeoDataFrame.plot` takes for the first layer, such as ``figsize``.

        Raises
        ------
        ImportError
            Where matplotlib is not installed.
        ValueError
            Where no household has a point.
        """
        check_libraries("plot")
        for layer in self._layers(which):
            ax = layer.frame.plot(ax=ax, **{**layer.plot, **(figure if ax is None else {})})
        ax.set_axis_off()
        return ax

    def explore(self, which: Which = "today", *, m: Any = None, **options: Any) -> Any:  # noqa: ANN401 - folium's
        """Draw the plan on a map of folium, by geopandas; return the map.

        Parameters
        ----------
        which
            ``today``, or ``after`` with the recruits.
        m
            Map to draw on; a new one where there is none.
        options
            What `geopandas.GeoDataFrame.explore` takes for each layer, such as ``tiles``.

        Raises
        ------
        ImportError
            Where folium, matplotlib or mapclassify is not installed.
        ValueError
            Where no household has a point.
        """
        check_libraries("explore")
        for layer in self._layers(which):
            m = layer.frame.explore(m=m, name=layer.name, **{**layer.explore, **options})
        return m

    def _layers(self, which: Which) -> list[Drawn]:
        lines = self.lines(which)
        layers = drawn_layers(lines, self.assignments, self.members, self.recruits, which)
        if not layers:
            raise ValueError("nothing has a point; a plan of distances alone cannot be drawn")
        return list(layers)

    @cached_property
    def _summaries(self) -> list[VillageSummary]:
        return village_summaries(self._planned)

    def __repr__(self) -> str:
        counts = self.summary
        many = len(self.villages) > 1
        first = (
            f"Plan{f' of {len(self.villages):,} villages' if many else ''}: "
            f"{counts['households']:,} households, {counts['members']:,} members, "
            f"{counts['unserved_today']:,} households without anybody today, "
            f"recruits needed: {counts['recruits_needed']:,}, "
            f"{'proven' if self.proven else 'not everything proven'}."
        )
        return first if many else f"{first}\n{self.message}"

    def _repr_html_(self) -> str:
        return html_summary(self.villages, note_lines(self._planned), proven=self.proven)
