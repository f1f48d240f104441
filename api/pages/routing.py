"""Where the pages are found."""

from __future__ import annotations

from pathlib import Path

import fastapi_offline
from fastapi import FastAPI
from fastapi.responses import FileResponse, Response

from api.http.security_headers import DOCS
from api.pages.files import Files
from api.pages.planner import install_page

_HERE = Path(__file__).parent
_SWAGGER = Path(fastapi_offline.__file__).parent / "static"


def install_pages(app: FastAPI) -> None:
    """Add the pages behind all other addresses."""
    app.mount("/docs/swagger", Files(directory=_SWAGGER), name="swagger")

    @app.get("/docs", include_in_schema=False)
    async def docs() -> Response:
        return FileResponse(_HERE / "docs.html", headers={"Content-Security-Policy": DOCS})

    @app.get("/docs/docs.js", include_in_schema=False)
    async def start() -> Response:
        return FileResponse(_HERE / "docs.js", media_type="text/javascript")

    install_page(app)
