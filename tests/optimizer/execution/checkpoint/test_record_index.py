from __future__ import annotations

from hashlib import sha256

import numpy as np
import pytest

from optimizer.execution.checkpoint.record_index import RecordIndex, RecordPlace


def key(number: int) -> bytes:
    return sha256(b"%d" % number).digest()


def test_that_many_records_are_found_again() -> None:
    """Tests that records are found as a dictionary finds them, also those that were kept twice."""
    index, plain, chance = RecordIndex(), dict[bytes, RecordPlace](), np.random.default_rng(0)
    for file in range(90):
        some = {
            key(number): RecordPlace(file, nth, 7)
            for nth, number in enumerate(chance.integers(0, 3000, 100).tolist())
        }
        index.add(some)
        plain |= some
        assert len(index) == len(plain)
    assert {name: index[name] for name in plain} == plain
    assert all(name in index for name in plain)


def test_that_what_was_not_kept_is_not_found() -> None:
    """Tests that an empty index, and a large one, know no other key."""
    index = RecordIndex()
    assert key(1) not in index
    index.add({key(number): RecordPlace(0, number, 1) for number in range(2000)})
    assert key(2000) not in index
    with pytest.raises(KeyError):
        index[key(2001)]


def test_that_zeros_in_a_key_are_part_of_it() -> None:
    """Tests that keys that differ by zeros at their ends are told apart, in order and not."""
    short, long = b"a" + bytes(31), b"a" + bytes(30) + b"b"
    for others in (0, 2000):
        index = RecordIndex()
        index.add({short: RecordPlace(1, 1, 1), long: RecordPlace(2, 2, 2)})
        index.add({key(number): RecordPlace(0, number, 1) for number in range(others)})
        assert index[short].file == 1
        assert index[long].file == 2
        assert b"a" * 32 not in index
