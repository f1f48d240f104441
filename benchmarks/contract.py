"""schemathesis over the whole API: every address, every check, against the kept OpenAPI file.

``python -m benchmarks.contract [EXAMPLES] [SEED]`` starts a service of its own on a loopback port,
with an empty database, and ends with schemathesis' exit code: 0 when nothing was found.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.web.service import started

OPENAPI = Path(__file__).parents[1] / "api" / "openapi.json"
CONFIG = Path(__file__).with_name("schemathesis.toml")
PHASES = ("examples", "coverage", "fuzzing", "stateful")
_WAIT_S = 120
"""Longer than the service takes for anything, on a crowded machine too."""
MANY = 200
"""Examples of each operation and phase, unless another number is asked for."""


def try_out(
    examples: int, seed: int, phases: Sequence[str] = PHASES, *options: str
) -> subprocess.CompletedProcess[str]:
    """Try every operation on a new service, and return how that ended and what was said.

    Parameters
    ----------
    examples
        Of each operation and phase, at most.
    seed
        Same seed, same requests.
    """
    with TemporaryDirectory(prefix="liengia-") as place:
        folder = Path(place)
        limits = {"workers": 1, "rate_limit": "1000000/second", "max_time_limit_s": 1}
        with started(folder, **limits) as (address, _):
            command = [
                *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG)),
                *("--no-color", "run", str(OPENAPI), "--url", address),
                *("--phases", ",".join(phases), "--max-examples", str(examples)),
                *("--seed", str(seed), "--continue-on-failure"),
                *("--request-timeout", str(_WAIT_S), *options),
            ]
            return subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)  # noqa: S603 - no word of it is a stranger's


def main(arguments: Sequence[str]) -> int:
    """Try the API out at length, and print what was found."""
    examples, seed = (*map(int, arguments), *(MANY, 0)[len(arguments) :])
    ended = try_out(examples, seed)
    sys.stdout.write(ended.stdout)
    sys.stderr.write(ended.stderr)
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
