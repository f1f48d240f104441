"""What a caller says about a source's columns, coordinates and metric, beside the source itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from optimizer.errors import Problem, ScenarioError
from optimizer.input.columns.headings import fold_heading

_FIELDS_SHOWN = 60


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """What columns mean and which are left out; coordinates and metric where no source says any.

    Parameters
    ----------
    columns
        Folded heading to field.
    leave_out
        Folded headings.
    coordinates
        As in ``scenario.yaml``; '' where nothing was said.
    metric
        Kind of the metric of the scenario's rules; '' where nothing was said.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    leave_out: frozenset[str] = frozenset()
    coordinates: str = ""
    metric: str = ""

    @classmethod
    def of(
        cls, columns: Sequence[str] = (), leave_out: Sequence[str] = (), coordinates: str = ""
    ) -> Self:
        """Take the options of a command: ``Mã hộ=id,Vĩ độ=y`` and ``Họ tên,Ghi chú``, repeated.

        Raises
        ------
        ScenarioError
            When a part of ``columns`` is no heading and field.
        """
        parts = [part for text in columns for part in text.split(",") if part.strip()]
        pairs = [part.rpartition("=") for part in parts]
        wrong = [
            part
            for part, (heading, _, name) in zip(parts, pairs, strict=True)
            if not heading.strip() or not name.strip()
        ]
        if wrong:
            message = 'write HEADING=FIELD, with commas between, as in "Mã hộ=id,Vĩ độ=y"'
            raise ScenarioError(
                Problem("BAD_COLUMNS", "--columns", "", part[:_FIELDS_SHOWN], message)
                for part in wrong
            )
        named = {heading: name for heading, _, name in pairs}
        left = [part for text in leave_out for part in text.split(",")]
        return cls.said(named, left, coordinates)

    @classmethod
    def said(
        cls, columns: Mapping[str, str], leave_out: Iterable[str], coordinates: str = ""
    ) -> Self:
        """Take headings as they are written."""
        return cls(
            {fold_heading(heading): name.strip().casefold() for heading, name in columns.items()},
            frozenset(fold_heading(heading) for heading in leave_out if heading.strip()),
            coordinates,
        )

    def over(self, other: ReadingChoices) -> ReadingChoices:
        """Return both, with what is said here where both say something."""
        return ReadingChoices(
            {**other.columns, **self.columns},
            (other.leave_out - self.columns.keys()) | self.leave_out,
            self.coordinates or other.coordinates,
            self.metric or other.metric,
        )
