"""The result folder: every village is written as it comes, and the whole appears at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from optimizer.domain.failure import Failure
from optimizer.domain.languages import Language
from optimizer.domain.notes import Note
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.folder.atomic_files import MARK
from optimizer.output.folder.notes_csv import write_notes
from optimizer.output.folder.result_tables import ResultTables
from optimizer.output.folder.summary_files import write_json, write_sums
from optimizer.output.format_files import FileRequest, open_files
from optimizer.output.formats import OutputFormat
from optimizer.output.summary.row_store import RowStore
from optimizer.output.summary.village_summary import summarise_failure, summarise_village


def fill_folder(
    part: Path,
    made: Iterable[tuple[Village, VillagePlan | Failure]],
    rows: RowStore,
    *,
    lonlat: bool,
    describe_run: Callable[[], Mapping[str, object]],
    formats: Sequence[OutputFormat] = (),
    language: Language = Language.EN,
    notes: Sequence[Note] = (),
) -> None:
    """Write a result into a folder that nobody sees yet; failed villages are only counted.

    Parameters
    ----------
    made
        Villages sorted by id, each with its plan or why there is none.
    rows
        Without any; every village's is added.
    formats
        What the result is also written as.
    language
        The first one of the reports.
    notes
        What looked wrong in the input.
    """
    write_notes(part, notes, language)
    with ExitStack() as files:
        tables = files.enter_context(ResultTables(part, language))
        request = FileRequest(formats, lonlat, language)
        others = files.enter_context(open_files(part, request))
        for village, plan in made:
            if isinstance(plan, Failure):
                rows.add(summarise_failure(village, plan))
                continue
            tables.add(village, plan)
            others.add(village, plan)
            rows.add(summarise_village(village, plan))
    run = describe_run()
    write_sums(part, rows, run, language=language)
    write_json(part / MARK, run)
