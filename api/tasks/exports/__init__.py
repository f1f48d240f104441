"""Kept results to take home: tables, maps, reports, printed lists, two side by side."""
