"""Index labels as the ids of a scenario, and ids as labels again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from optimizer.input.checks import Column


def label_text(label: object) -> str | None:
    """Return the id that a label stands for: 17 is "17", and what is missing is None."""
    if isinstance(label, str):
        return str(label)
    if is_missing(label):
        return None
    if isinstance(label, float | np.floating) and float(label).is_integer():
        return str(int(label))
    return str(label)


def label_texts(labels: Iterable[object]) -> list[object]:
    """Return the id of each label."""
    return [label_text(label) for label in labels]


def label_repr(label: object) -> str:
    """Return a label as it is written in Python, without its type of numpy."""
    return repr(_plain(label))


def is_missing(cell: object) -> bool:
    """Tell whether a cell is one of the values by which pandas says that nothing stands there."""
    return cell is None or cell is pd.NaT or cell is pd.NA or cell != cell  # noqa: PLR0124 - NaN


def cells_of(column: pd.Series) -> Column:
    """Return a column as the checks take it: numbers without gaps as an array, else any objects."""
    if column.dtype.kind in "iuf" and not column.isna().any():
        values: Column = column.to_numpy(np.int64 if column.dtype.kind == "i" else np.float64)
        return values
    return [None if is_missing(cell) else _plain(cell) for cell in column.tolist()]


def _plain(cell: object) -> object:
    """Return a scalar of numpy as one of Python."""
    return cell.item() if isinstance(cell, np.generic) else cell


def texts(values: Sequence[object]) -> pd.api.extensions.ExtensionArray:
    """Return texts, None where there is none, in the same type whatever they are."""
    return pd.array(list(values), dtype=pd.StringDtype(na_value=np.nan))  # type: ignore[arg-type]  # as above


def labels_like(values: Sequence[object], index: pd.Index) -> pd.api.extensions.ExtensionArray:
    """Return labels, None where there is none, in a type that joins with the index they are of.

    Whole numbers stay whole beside gaps; where the names of recruits stand among them they are
    any objects.
    """
    kind: object = object
    if isinstance(index.dtype, pd.StringDtype):
        kind = index.dtype
    elif index.dtype.kind in "iu" and not any(isinstance(value, str) for value in values):
        kind = pd.Int64Dtype()
    return pd.array(list(values), dtype=kind)  # type: ignore[call-overload, no-any-return]  # any
