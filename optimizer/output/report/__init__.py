"""A result as people read it: ``report.html`` and ``report.xlsx``, made of the villages' rows."""

from optimizer.output.report.reports import write_reports

__all__ = ["write_reports"]
