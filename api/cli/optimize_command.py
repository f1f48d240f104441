"""``liengia optimize``: from a scenario to a result on the disk."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from rich.console import Console

from api.cli.scenario_argument import open_source
from api.cli.terminal import standard_output
from optimizer.domain.failure import Failure
from optimizer.domain.village_source import VillageSource
from optimizer.errors import DISK_FAULTS
from optimizer.execution.checkpoint import WorkFolder, open_work_folder
from optimizer.execution.interruption import await_interrupt, recognise_interrupt
from optimizer.execution.progress import progress
from optimizer.execution.run import Run
from optimizer.execution.workers import Executor, Failed, JobSpec, Outcome
from optimizer.execution.workers.memory_limit import MEMORY_BYTES
from optimizer.execution.workers.opening import check_room, open_executor
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder.table_schema import AS_IT_IS
from optimizer.output.folder.atomic_files import check_free
from optimizer.output.map.map_file import MapFormat
from optimizer.output.summary.overview import Overview, print_summary
from optimizer.output.text import note_lines
from optimizer.output.text.reading_lines import ReadCounts, reading_lines
from optimizer.output.text.words import Language

_NAMED = 20
"""Failed villages that are named on the terminal; ``villages.csv`` has them all."""


@dataclass(frozen=True, slots=True)
class PlanningEffort:
    """How the work is done; the same options mean the same everywhere.

    Parameters
    ----------
    scheduler
        Address of a Dask scheduler with machines of one's own, None for this machine.
    memory_bytes
        That each process may take beside its libraries.
    """

    workers: int
    seed: int
    time_limit_s: float
    scheduler: str | None = None
    memory_bytes: int = MEMORY_BYTES


@dataclass(frozen=True, slots=True)
class OutputRequest:
    """Where the result goes, and how.

    Parameters
    ----------
    output
        A file that ends in ``.json``, a result folder, or None for the summary alone.
    """

    output: Path | None
    map_format: MapFormat | None
    language: Language

    @classmethod
    def of(cls, output: Path | None, map_format: str | None, language: str) -> Self:
        """Take the options as they stand on the command line."""
        kind = None if map_format is None else MapFormat(map_format)
        return cls(output, kind, Language(language))


def optimize(
    source: str,
    effort: PlanningEffort,
    wanted: OutputRequest,
    choices: ReadingChoices = AS_IT_IS,
) -> bool:
    """Plan a scenario, write the result, print the summary; return whether all were planned."""
    if wanted.output is not None:
        check_free(wanted.output)
    else:
        check_room()  # the plans go to a temporary folder then
    ask = JobSpec(effort.seed, effort.time_limit_s, memory_bytes=effort.memory_bytes)
    with (
        open_work_folder(wanted.output) as work,
        open_executor(workers=effort.workers, scheduler=effort.scheduler) as crew,
    ):
        run = Run(open_source(source, seed=effort.seed, choices=choices), ask, work)
        _note_maps(run, wanted.language)
        with _what_is_kept(run, wanted.output), recognise_interrupt():
            _plan(run, crew)
            found = _written(run, wanted)
        work.done = not run.failures
    seconds = run.seconds
    print_summary(found, standard_output(), seconds=seconds, language=wanted.language)
    _say_what_was_read(run.source, wanted.language)
    _name_failures(run.failures, work)
    return not run.failures


def _say_what_was_read(source: VillageSource, language: Language) -> None:
    """Say on standard error how much was read of files, in which system, and what was not."""
    if source.systems:
        counts = None if source.counts is None else ReadCounts(*source.counts)
        for line in reading_lines(counts, source.systems, source.notes, language):
            sys.stderr.write(f"{line}\n")


def _note_maps(run: Run, language: Language) -> None:
    """Say on standard error where the maps may not be what they were meant to be."""
    if run.source.maps:
        for line in note_lines(run.source.stream(), language):
            sys.stderr.write(f"{line}\n")


def _plan(run: Run, crew: Executor) -> None:
    """Plan what is left to be planned, and show how far it is."""
    before, size = run.planned_before(), run.source.size
    if run.work.store.damaged:
        sys.stderr.write(
            f"Damaged files of an earlier run: {run.work.store.damaged}; "
            "their villages are planned again.\n"
        )
    if run.work.store.outdated:
        sys.stderr.write(
            f"Files of a run of version 0.1.0: {run.work.store.outdated}; its way to keep plans "
            "could run commands, so they are not read, and their villages are planned again.\n"
        )
    if before:
        sys.stderr.write(f"Going on: {before:,} of {size:,} villages were planned before.\n")
    with (
        await_interrupt(),
        progress(Console(stderr=True), "planned villages", size, done=before) as advance,
    ):

        def done(outcome: Outcome) -> None:
            advance("failed" if isinstance(outcome, Failed) else str(outcome.plan.verdict))

        run.plan(crew, done)


def _written(run: Run, wanted: OutputRequest) -> Overview:
    """Write the result where it is wanted."""
    output = wanted.output
    if output is None:
        return run.count()
    if output.suffix == ".json":
        return run.write_response(output)
    return run.write_folder(output, wanted.map_format, wanted.language)


@contextmanager
def _what_is_kept(run: Run, output: Path | None) -> Iterator[None]:
    """Add to whatever ends the run early what is kept, and how to go on."""
    try:
        yield
    except (KeyboardInterrupt, Exception) as end:
        if isinstance(end, OSError) and end.errno in DISK_FAULTS and not end.filename:
            end.filename = str(output or run.work.folder)  # a write that fails names no file
        kept = len(run.work.store)
        cut = "Interrupted. " if isinstance(end, KeyboardInterrupt) else ""
        if output is not None and kept:
            end.add_note(
                f"{cut}Plans of {kept:,} villages are kept in {run.work.folder.name}, "
                f"beside {output.name}; the same command goes on from there."
            )
        raise


def _name_failures(failures: Mapping[str, Failure], work: WorkFolder) -> None:
    """Say on standard error which villages have no plan, and why."""
    named = sorted(failures.items())[:_NAMED]
    for village, failure in named:
        sys.stderr.write(f"village {village}: {failure.reason} [{failure.code}]\n")
    if not failures:
        return
    more = len(failures) - len(named)
    also = f" ({more:,} more are in the result)" if more else ""
    again = "; the same command tries them again" if work.lasting else ""
    sys.stderr.write(f"Villages without a plan: {len(failures):,}{also}{again}.\n")
