"""Answers that are files: made in a folder of their own, sent, and removed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from api.http.temporary_files import scratch
from optimizer.output.formats import media_type


async def made_file(
    name: str, headers: Mapping[str, str], make: Callable[[Path], Awaitable[Path]]
) -> FileResponse:
    """Return a file under a name; its folder is gone once it is sent, or could not be made.

    Parameters
    ----------
    make
        Makes the file in a folder, and returns its path.
    """
    folders = ExitStack()
    folder = folders.enter_context(scratch())
    remove = BackgroundTask(folders.close)
    try:
        path = await make(folder)
    except BaseException:
        await remove()
        raise
    return FileResponse(path, 200, headers, media_type(name), filename=name, background=remove)
