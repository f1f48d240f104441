"""Where a result goes, and what it is also written as."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from api.cli.run_texts import RUN_TEXTS
from optimizer.domain.languages import Language
from optimizer.domain.village_source import VillageSource
from optimizer.errors import Problem, ScenarioError
from optimizer.output.format_files import FileRequest
from optimizer.output.formats import OutputFormat


@dataclass(frozen=True, slots=True)
class OutputRequest:
    """Where the result goes, and how.

    Parameters
    ----------
    output
        A file that ends in ``.json``, a result folder, or None for the summary alone.
    """

    output: Path | None
    formats: Sequence[OutputFormat]
    language: Language

    @classmethod
    def of(cls, output: Path | None, formats: Sequence[OutputFormat], language: str) -> Self:
        """Take the options as they stand on the command line."""
        return cls(output, formats, Language(language))

    def check(self, source: VillageSource) -> None:
        """Refuse formats that want a place on the earth, before anything is planned.

        Raises
        ------
        ScenarioError
            The scenario lies in a plane of its own.
        """
        impossible = FileRequest(self.formats, source.lonlat).impossible
        if impossible:
            message = (
                "the scenario's coordinates are metres of a plane, without a place on the earth; "
                "say which system they are in (--coordinates EPSG:9217), or leave this format out"
            )
            raise ScenarioError(
                Problem("NEEDS_LONLAT", "--geo", "", str(kind), message) for kind in impossible
            )

    def name_missing(self) -> None:
        """Say on standard error which maps are not there, as no village could be drawn."""
        if self.output is None:
            return
        for kind in self.formats:
            if not (self.output / kind.file).is_file():
                sys.stderr.write(f"{RUN_TEXTS[self.language].no_map.format(name=kind.file)}\n")
