"""Equal content, equal fingerprint; anything else, another one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.scenario import Scenario, Village
from tests.optimizer.verification.example import example


def of(village: Village) -> str:
    """Return the fingerprint of a scenario of one village."""
    return scenario_sha256(Scenario(example().rules, (village,), lonlat=False))


def test_that_the_width_of_the_id_column_does_not_matter() -> None:
    """Tests that ids of the same text, the sign of zero and the order of pairs change nothing."""
    village = example()
    homes = village.households
    wide = replace(
        homes, ids=homes.ids.astype("U40"), given=np.where(homes.given == 0, -0.0, homes.given)
    )
    assert of(replace(village, households=wide)) == of(village)
    assert of(replace(village, current=village.current[::-1])) == of(village)


CHANGES = {
    "id": lambda village: replace(village, id="w"),
    "name": lambda village: replace(village, name="Thôn Hai"),
    "area": lambda village: replace(village, area=("Bác", "Ái")),
    "rules": lambda village: replace(
        village, rules=village.rules.model_copy(update={"max_distance_m": 11.0})
    ),
    "a household's id": lambda village: replace(
        village,
        households=replace(village.households, ids=np.char.add(village.households.ids, "x")),
    ),
    "a last bit": lambda village: replace(
        village,
        households=replace(village.households, given=np.nextafter(village.households.given, 1e9)),
    ),
    "a window": lambda village: replace(
        village, members=replace(village.members, maximum=village.members.maximum + 1)
    ),
    "a team": lambda village: replace(
        village, members=replace(village.members, team=np.array(["a", "", "", ""]))
    ),
    "places": lambda village: replace(village, places=village.households),
    "locked": lambda village: replace(village, locked=village.locked[:0]),
    "forbidden": lambda village: replace(village, forbidden=village.forbidden[:0]),
    "current": lambda village: replace(village, current=village.current[:1]),
    "degrees": lambda village: replace(village, lonlat=True),
    "pairs that change their kind": lambda village: replace(
        village, locked=village.forbidden, forbidden=village.locked
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_that_any_change_changes_the_fingerprint(name: str) -> None:
    """Tests that a scenario that differs in one thing has another fingerprint."""
    assert of(CHANGES[name](example())) != of(example())


def test_that_ids_do_not_run_together() -> None:
    """Tests that `ab`, `c` and `a`, `bc` differ."""
    village = example()
    ids = [np.array([*pair, *village.members.ids[2:]]) for pair in (("ab", "c"), ("a", "bc"))]
    first, second = (
        of(replace(village, members=replace(village.members, ids=names))) for names in ids
    )
    assert first != second
