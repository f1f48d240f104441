"""Which extra of the package brings a library that is not among its requirements."""

from __future__ import annotations

from collections.abc import Mapping

EXTRAS: Mapping[str, tuple[str, ...]] = {
    "files": ("pyarrow", "python_calamine", "xlsxwriter", "jinja2"),
    "geo": ("geopandas", "pandas", "pyogrio", "osmium"),
    "print": ("typst",),
    "machines": ("distributed", "dask"),
    "service": (
        *("fastapi", "fastapi_offline", "uvicorn", "uvloop", "httptools", "sse_starlette"),
        *("multipart", "python_multipart", "starlette", "httpcore", "sqlalchemy", "alembic"),
        *("psycopg", "structlog", "prometheus_client", "limits"),
        "standardwebhooks",
    ),
    "mcp": ("mcp",),
}
"""Extra to the modules that it brings, besides those of the extras that it holds."""


def missing_extra(fault: ModuleNotFoundError) -> str | None:
    """Return the sentence that says what to install; None where the library is no extra's."""
    wanted = (fault.name or "").split(".")[0]
    for extra, modules in EXTRAS.items():
        if wanted in modules:
            return f"this needs {wanted}, which comes with: pip install 'liengia[{extra}]'"
    return None
