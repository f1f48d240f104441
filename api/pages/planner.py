"""The planner's page: built files, packed for the way, and kept where they cannot change."""

from __future__ import annotations

from mimetypes import guess_type
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response
from starlette.datastructures import Headers
from starlette.types import Scope

from api.pages.files import Files

WEB = Path(__file__).parents[1] / "web" / "dist"
"""The page, once it is built."""

MISSING = (
    "The planner's page is not built yet: run `make setup` in the project's folder and start the "
    "service again. The API is described at /docs.\n"
)


class Built(Files):
    """The built files; those in ``assets`` are named by their content and never change."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Send the packed file where the browser can unpack it."""
        packs = "gzip" in Headers(scope=scope).get("accept-encoding", "")
        packed = packs and self.lookup_path(f"{path}.gz")[1] is not None
        response = await super().get_response(f"{path}.gz" if packed else path, scope)
        if packed:
            response.headers["Content-Encoding"] = "gzip"
            response.headers["Content-Type"] = guess_type(path)[0] or "application/octet-stream"
        response.headers["Vary"] = "Accept-Encoding"
        forever = path.startswith("assets") and response.status_code < 400  # noqa: PLR2004
        kept = "public, max-age=31536000, immutable" if forever else "no-cache"
        response.headers["Cache-Control"] = kept
        return response


def install_page(app: FastAPI, folder: Path = WEB) -> None:
    """Serve the page behind all other addresses, or say how it is built."""
    if (folder / "index.html").is_file():
        app.mount("/", Built(directory=folder, html=True), name="page")
        return

    @app.get("/", include_in_schema=False)
    async def missing() -> Response:
        return PlainTextResponse(MISSING, status_code=503)
