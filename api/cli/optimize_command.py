"""``liengia optimize``: from a scenario to a result on the disk."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from rich.console import Console

from api.cli.output_request import OutputRequest
from api.cli.run_texts import RUN_TEXTS, RunTexts
from api.cli.scenario_argument import open_source
from api.cli.terminal import standard_output
from optimizer.domain.failure import Failure
from optimizer.domain.languages import Language, shortest_number
from optimizer.domain.village_source import VillageSource
from optimizer.errors import DISK_FAULTS
from optimizer.execution.checkpoint import WorkFolder, open_work_folder
from optimizer.execution.effort_steps import TIME_LIMIT_S
from optimizer.execution.interruption import await_interrupt, recognise_interrupt
from optimizer.execution.progress import progress
from optimizer.execution.run import Run
from optimizer.execution.system_calls import processors
from optimizer.execution.time_sharing import RunClock, share_time, stated_s
from optimizer.execution.workers import Executor, Failed, JobSpec, Outcome
from optimizer.execution.workers.memory_limit import MEMORY_BYTES
from optimizer.execution.workers.opening import check_room, open_executor
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder.table_schema import AS_IT_IS
from optimizer.output.folder.atomic_files import check_free
from optimizer.output.note_documents import terminal_lines
from optimizer.output.summary.overview import Overview, print_summary
from optimizer.output.text import note_lines
from optimizer.output.text.reading_lines import ReadCounts, reading_lines
from optimizer.output.text.words import LANGUAGES

_NAMED = 20
"""Failed villages that are named on the terminal; ``villages.csv`` has them all."""


@dataclass(frozen=True, slots=True)
class PlanningEffort:
    """How the work is done; the same options mean the same everywhere.

    Parameters
    ----------
    workers
        Processes; None for one on each processor.
    time_limit_s
        Of each village; None for short searches first, longer ones where they are needed.
    total_s
        Of the run, by the clock; None for what `stated_s` says, or for none where each village
        has its time.
    gap
        (value - bound) / value of the walk that is good enough.
    scheduler
        Address of a Dask scheduler with machines of one's own, None for this machine.
    memory_bytes
        That each process may take beside its libraries.
    """

    workers: int | None
    seed: int
    time_limit_s: float | None = None
    scheduler: str | None = None
    memory_bytes: int = MEMORY_BYTES
    total_s: float | None = None
    gap: float = 0.0

    @property
    def processes(self) -> int:
        """Processes on this machine."""
        return self.workers or processors()

    @property
    def asked(self) -> JobSpec:
        """How villages are planned."""
        return JobSpec(
            self.seed,
            self.time_limit_s or TIME_LIMIT_S,
            memory_bytes=self.memory_bytes,
            gap=self.gap,
        )

    def clock(self, start_s: float, villages: int, at_once: int) -> RunClock | None:
        """Return the time of the run; None where each village has its own and no more was said."""
        total_s = self.total_s
        if total_s is None and self.time_limit_s is not None:
            return None
        stated = total_s or stated_s(villages, at_once)
        return RunClock(stated, start_s, villages, strict=total_s is not None, at_once=at_once)


def optimize(
    source: str,
    effort: PlanningEffort,
    wanted: OutputRequest,
    choices: ReadingChoices = AS_IT_IS,
    *,
    strict: bool = False,
) -> bool:
    """Plan a scenario, write the result, print the summary; return whether all were planned.

    Parameters
    ----------
    choices
        What is said about the columns and coordinates of the scenario's tables.
    strict
        Whether what looks wrong in the scenario is refused.
    """
    start_s = time.perf_counter()
    if wanted.output is not None:
        check_free(wanted.output)
    else:
        check_room()  # the plans go to a temporary folder then
    with (
        open_work_folder(wanted.output) as work,
        open_executor(workers=effort.processes, scheduler=effort.scheduler) as crew,
    ):
        villages = open_source(source, seed=effort.seed, choices=choices, strict=strict)
        wanted.check(villages)
        clock = effort.clock(start_s, villages.size, crew.at_once)
        sharing = share_time(effort.asked, clock, at_once=crew.at_once)
        run = Run(villages, effort.asked, work, sharing, start_s)
        _note_doubts(run, wanted.language)
        _note_maps(run, wanted.language)
        with _what_is_kept(run, wanted), recognise_interrupt():
            _plan(run, crew, clock, wanted.language)
            found = _written(run, wanted)
        work.done = not run.failures
    seconds = run.seconds
    print_summary(found, standard_output(), seconds=seconds, language=wanted.language)
    _say_what_was_read(run.source, wanted.language)
    wanted.name_missing()
    _name_cut(run, clock, wanted.language)
    _name_failures(run.failures, work, wanted.language)
    return not run.failures


def _note_doubts(run: Run, language: Language) -> None:
    """Say on standard error what looks wrong in the input."""
    for line in terminal_lines(run.source.notes, language):
        sys.stderr.write(f"{line}\n")


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


def _plan(run: Run, crew: Executor, clock: RunClock | None, language: Language) -> None:
    """Plan what is left to be planned, and show how far it is."""
    before, size, says = run.planned_before(), run.source.size, RUN_TEXTS[language]
    if run.work.store.damaged:
        _say(says.counted(says.damaged, count=run.work.store.damaged))
    if run.work.store.outdated:
        _say(says.counted(says.outdated, count=run.work.store.outdated))
    if before:
        _say(says.counted(says.going_on, before=before, size=size))
    if clock is not None:
        _say(says.counted(says.begun, size=size, seconds=clock.total_s, at_once=crew.at_once))
    console, remark = Console(stderr=True), partial(_standing, run, says)
    shown = progress(
        console,
        says.label,
        size,
        done=before,
        remark=remark,
        between=says.between,
        language=language,
    )
    verdicts = LANGUAGES[language].verdict_names
    with await_interrupt(), shown as advance:

        def done(outcome: Outcome, new: bool) -> None:  # noqa: FBT001 - as `Run.plan` calls it
            word = says.failed if isinstance(outcome, Failed) else verdicts[outcome.plan.verdict]
            advance(word if new else None)

        run.plan(crew, done)


def _standing(run: Run, says: RunTexts) -> str:
    """Say what is proven so far, and how long it will take."""
    sharing = run.sharing
    good = says.proven if run.ask.gap == 0 else says.good.format(gap=says.percent(run.ask.gap, 2))
    largest = sharing.largest_gap()
    open_ = says.open.format(gap=says.percent(largest, 1)) if largest else ""
    return f"{says.number(sharing.settled)} {good}{open_}; {_time_left(run, says)}"


def _time_left(run: Run, says: RunTexts) -> str:
    left_s = run.sharing.left_s
    if left_s:
        return says.counted(says.at_most, seconds=left_s)
    planned = run.source.size - run.sharing.unplanned
    about_s = run.seconds / planned * run.sharing.unplanned
    return says.counted(says.about, seconds=about_s)


def _name_cut(run: Run, clock: RunClock | None, language: Language) -> None:
    """Say on standard error which villages the time of the run has cut short."""
    cut, says = run.sharing.cut(), RUN_TEXTS[language]
    if clock is not None and run.seconds > clock.total_s:
        _say(says.counted(says.too_long, seconds=run.seconds, wanted=clock.total_s))
    if not cut or clock is None:
        return
    named = ", ".join(f"{name} ({says.percent(gap, 2)})" for name, gap in cut[:_NAMED])
    more = says.counted(says.more, count=len(cut) - _NAMED) if len(cut) > _NAMED else ""
    _say(says.cut.format(seconds=shortest_number(clock.total_s, language), named=named, more=more))


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _written(run: Run, wanted: OutputRequest) -> Overview:
    """Write the result where it is wanted."""
    output = wanted.output
    if output is None:
        return run.count()
    if output.suffix == ".json":
        return run.write_response(output)
    return run.write_folder(output, wanted.formats, wanted.language)


@contextmanager
def _what_is_kept(run: Run, wanted: OutputRequest) -> Iterator[None]:
    """Add to whatever ends the run early what is kept, and how to go on."""
    output, says = wanted.output, RUN_TEXTS[wanted.language]
    try:
        yield
    except (KeyboardInterrupt, Exception) as end:
        if isinstance(end, OSError) and end.errno in DISK_FAULTS and not end.filename:
            end.filename = str(output or run.work.folder)  # a write that fails names no file
        kept = len(run.work.store)
        cut = says.interrupted if isinstance(end, KeyboardInterrupt) else ""
        if output is not None and kept:
            told = says.kept.format(
                kept=says.number(kept), folder=run.work.folder.name, output=output.name
            )
            end.add_note(f"{cut}{told}")
        raise


def _name_failures(failures: Mapping[str, Failure], work: WorkFolder, language: Language) -> None:
    """Say on standard error which villages have no plan, and why."""
    named, says = sorted(failures.items())[:_NAMED], RUN_TEXTS[language]
    for village, failure in named:
        _say(says.village.format(village=village, reason=failure.reason, code=failure.code))
    if not failures:
        return
    more = len(failures) - len(named)
    also = says.counted(says.also, count=more) if more else ""
    again = says.again if work.lasting else ""
    _say(says.unplanned.format(count=says.number(len(failures)), also=also, again=again))
