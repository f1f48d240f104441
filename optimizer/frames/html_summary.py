"""A plan as a notebook shows it: what is to be said, and a table of villages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import pandas as pd

_ROWS = 20
_COLUMNS = ("verdict", "households", "members", "unserved", "recruits", "walk_m", "longest_m")


def html_summary(villages: pd.DataFrame, notes: Sequence[str], *, proven: bool) -> str:
    """Return a short piece of HTML; everything that a user gave is escaped."""
    many = len(villages) > 1
    shown = villages.sort_values(["recruits", "unserved"], ascending=False).head(_ROWS)
    said = shown["message"].tolist() if not many else []
    table = shown.loc[:, list(_COLUMNS)].round({"walk_m": 0, "longest_m": 0})
    rest = len(villages) - len(shown)
    lines = [
        *(f"<p>{escape(str(line))}</p>" for line in said),
        table.to_html(escape=True, na_rep="", border=0),
        *([f"<p>and {rest} more villages, in .villages</p>"] if rest > 0 else []),
        f"<p>{'Everything is proven.' if proven else 'Not everything is proven; see .proof.'}</p>",
        *(f"<p>&#9888; {escape(line)}</p>" for line in notes),
    ]
    return f"<div>{''.join(lines)}</div>"
