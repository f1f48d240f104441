"""What holds for every test."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

REAL_DATA = Path(__file__).parents[2] / "shared" / "data"


def pytest_configure() -> None:
    """Let programs that are started hear of Ctrl-C, also from a shell that has us ignore it.

    That is a shell without job control that was told to run the tests in the background.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Make a skipped test fail the run: what is not run is not tested."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    skipped = [report for report in reporter.stats.get("skipped", []) if not _excused(report)]
    if skipped and session.exitstatus == pytest.ExitCode.OK:
        for report in skipped:
            reporter.write_line(f"skipped, which is not allowed: {report.nodeid}", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _excused(report: pytest.TestReport) -> bool:
    """Tell whether a test was skipped for want of the real data beside the repository."""
    return not REAL_DATA.is_dir() and "shared/data" in str(report.longrepr)
