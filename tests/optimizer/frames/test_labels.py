"""Labels of an index as ids, and cells as the checks take them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from optimizer.frames.labels import cells_of, label_text, labels_like


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("h1", "h1"), (17, "17"), (np.int64(17), "17"), (17.0, "17"), (17.5, "17.5"),
        (None, None), (np.nan, None), (pd.NA, None), (pd.NaT, None),
    ],
)  # fmt: skip
def test_that_a_label_is_an_id(label: object, text: str | None) -> None:
    """Tests that whole numbers are written without a point, and what is missing is none."""
    assert label_text(label) == text


def test_that_gaps_of_a_column_are_none() -> None:
    """Tests that numbers without gaps are an array, and every kind of gap is None."""
    whole = cells_of(pd.Series([1, 2]))
    assert isinstance(whole, np.ndarray)
    assert whole.dtype == np.int64
    assert cells_of(pd.Series([1.5, np.nan])) == [1.5, None]
    assert cells_of(pd.Series([1, None], dtype="Int64")) == [1, None]
    assert cells_of(pd.Series([True, pd.NA], dtype=object)) == [True, None]
    large = cells_of(pd.Series([2**63], dtype="uint64"))
    assert list(large) == [2.0**63]


def test_that_labels_have_the_type_of_their_index() -> None:
    """Tests that labels join with their index: whole numbers, text, or anything."""
    assert str(labels_like([7, None], pd.RangeIndex(9)).dtype) == "Int64"
    assert labels_like(["a", None], pd.Index(["a"])).dtype == pd.Index(["a"]).dtype
    assert str(labels_like([7, "recruit-1"], pd.RangeIndex(9)).dtype) == "object"
    assert str(labels_like([1.5], pd.Index([1.5])).dtype) == "object"
