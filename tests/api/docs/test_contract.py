"""The service against its own OpenAPI file, by somebody who knows nothing else of it."""

from __future__ import annotations

import re

from benchmarks.contract import try_out


def test_that_schemathesis_finds_nothing() -> None:
    """Tests that no value at an edge of the file, and none beyond, is answered otherwise.

    This is the part that draws nothing by lot; ``python -m benchmarks.contract`` is the rest.
    """
    ended = try_out(1, 0, ("examples", "coverage"))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(r"(\d{4,}) generated, \1 passed", ended.stdout), ended.stdout
