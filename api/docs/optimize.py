"""Plan a request at once, with the standard library alone: ``optimize.py ADDRESS FILE``.

The same as ``curl --data-binary @FILE ADDRESS/v1/optimize``.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from urllib.request import Request, urlopen

TIMEOUT_S = 600


def run(address: str, file: str) -> None:
    """Send the request of a file, and print the response as it comes."""
    body = Path(file).read_bytes()
    asked = Request(  # noqa: S310 - an address that the caller names
        f"{address}/v1/optimize", data=body, headers={"Content-Type": "application/json"}
    )
    with urlopen(asked, timeout=TIMEOUT_S) as response:  # noqa: S310
        shutil.copyfileobj(response, sys.stdout.buffer)


if __name__ == "__main__":
    run(*sys.argv[1:])
