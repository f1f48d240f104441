"""Exit codes of the commands, and what they say when something goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from api.http.problem_texts_vietnamese import place_in_vietnamese, vietnamese
from optimizer.errors import (
    DISK_FAULTS,
    ClusterError,
    OutputError,
    Problem,
    RouterError,
    ScenarioError,
    SolverError,
)
from optimizer.execution.interruption import interruptible
from optimizer.extras import missing_extra

BAD_INPUT, OUR_FAULT, NOT_CLEAN, UNCHECKED, INTERRUPTED = 2, 1, 3, 4, 130


@contextmanager
def faults(language: str = "en") -> Iterator[None]:
    """Turn what goes wrong into lines on standard error and the exit code of the contract.

    Parameters
    ----------
    language
        In which problems of the input are told.
    """
    try:
        with interruptible():
            yield
    except ScenarioError as fault:
        _end(BAD_INPUT, *_lines(fault, language))
    except OutputError as fault:
        _end(BAD_INPUT, str(fault))
    except ModuleNotFoundError as fault:
        _end_without(fault)
    except SolverError as fault:
        _end(OUR_FAULT, f"This is a fault of the program, not of your input: {fault}")
    except (ClusterError, RouterError) as fault:
        _end(OUR_FAULT, str(fault), *_notes(fault))
    except (PermissionError, FileExistsError, NotADirectoryError, IsADirectoryError) as fault:
        _end(BAD_INPUT, f"{fault.filename}: {fault.strerror}; name another place.")
    except BrokenPipeError:
        raise  # whoever read the output has seen enough: typer ends quietly
    except OSError as fault:
        place = f"{fault.filename}: " if fault.filename else ""
        disk = fault.filename or fault.errno in DISK_FAULTS
        remedy = "; make room, or name another place." if disk else "."
        _end(OUR_FAULT, f"{place}{fault.strerror or fault}{remedy}", *_notes(fault))
    except KeyboardInterrupt as fault:
        _end(INTERRUPTED, *(_notes(fault) or ["Interrupted; nothing was written."]))


def _lines(fault: ScenarioError, language: str) -> list[str]:
    """Return a line a problem, with its sentence in the language where there is one."""
    unknown = [one.field for one in fault.problems if one.code == "UNKNOWN_FIELD" and one.field]
    files = all("scenario.yaml" not in one.where and "/" not in one.where for one in fault.problems)
    named = ",".join(dict.fromkeys(heading.replace(",", " ") for heading in unknown))
    if language != "vi":
        hint = [f'To leave these columns out: --leave-out "{named}"'] if named and files else []
        return [*map(str, fault.problems), *hint]
    hint = [f'Để bỏ qua các cột này: --leave-out "{named}"'] if named and files else []
    return [*map(_in_vietnamese, fault.problems), *hint]


def _in_vietnamese(problem: Problem) -> str:
    """Return a problem as one line in Vietnamese; the names of files and fields stay."""
    sentence = vietnamese(problem.code, dict(problem.params)) or problem.message
    place = place_in_vietnamese(problem.where)
    place += f", cột {problem.field}" if problem.field else ""
    place += f" = {problem.value!r}" if problem.value else ""
    return f"{place}: {sentence} [{problem.code}]"


def _end_without(fault: ModuleNotFoundError) -> NoReturn:
    """Say which extra of the package is missing; any other module is a fault of ours."""
    told = missing_extra(fault)
    if told is None:
        raise fault
    _end(BAD_INPUT, told)


def _notes(fault: BaseException) -> list[str]:
    """Return what was added to a fault on its way: what is kept, and how to go on."""
    return getattr(fault, "__notes__", [])


def _end(code: int, *lines: str) -> NoReturn:
    """Print lines on standard error and end with a code."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(code) from None
