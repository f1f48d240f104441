"""Writing the OpenAPI file and its examples anew: ``python -m api.cli.record_openapi``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from api.cli.exchange_player import play_exchanges
from api.docs.recorded_exchanges import FILE, Exchange, recorded_exchanges
from api.main import create_app
from api.settings import Settings

OPENAPI = Path(__file__).parents[1] / "openapi.json"


def describe_api() -> str:
    """Return the OpenAPI file as the application writes it."""
    # The address is never opened: what is described does not depend on what is kept.
    app = create_app(Settings(database_url="sqlite://"))
    return as_text(app.openapi())


def as_text(document: Any) -> str:  # noqa: ANN401 - any JSON
    """Write JSON so that a change of it is read line by line."""
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def exchanges_as_text(exchanges: Sequence[Exchange]) -> str:
    """Write the exchanges as they are kept."""
    return as_text([exchange.written() for exchange in exchanges])


def record() -> None:
    """Play every exchange against a new service and write both files."""
    made = play_exchanges(recorded_exchanges(), _must_be_as_said)
    FILE.write_text(exchanges_as_text(made), encoding="utf-8")
    OPENAPI.write_text(describe_api(), encoding="utf-8")
    sys.stdout.write(f"{FILE.name} and {OPENAPI.name} are written; look at what has changed.\n")


def _must_be_as_said(exchange: Exchange, answer: httpx.Response) -> None:
    if answer.status_code != exchange.status:
        raise ValueError(
            f"{exchange.operation} ({exchange.summary}) answers {answer.status_code} and not "
            f"{exchange.status}: {answer.text[:500]}; mend {FILE.name} or the service"
        )


if __name__ == "__main__":
    record()
