"""How a process of the service starts: as a copy of one that has loaded the libraries."""

from __future__ import annotations

from api.http.temporary_files import choose_folder, keep_sockets
from optimizer.execution.workers.process_start import ForkedProcess

_LIBRARIES = ("api.tasks.worker_environment", "api.tasks.worker_libraries")


def start_worker() -> ForkedProcess:
    """Start a process with the libraries of all tasks, and the service's folder for files."""
    choose_folder()  # the fork server needs one, and the process gets the same
    keep_sockets()
    return ForkedProcess(_LIBRARIES)
