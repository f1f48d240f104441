"""Presets and the words that describe them."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from optimizer.domain.rules import Rules
from optimizer.errors import ScenarioError
from scenarios.presets import GroundKind, Preset, preset, presets
from scenarios.stored import stored_names

NAMES = [
    "hamlets",
    "mountain",
    "mountain-paths",
    "ninh-thuan",
    "no-members",
    "pilot",
    "ribbon",
    "surplus",
    "tiny",
    "vietnam",
    "ward",
]


def test_presets_are_listed_by_name() -> None:
    """Tests that every promised preset is there, once, in order."""
    assert [known.name for known in presets()] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_preset_speaks_both_languages(name: str) -> None:
    """Tests that title and description are there in English and Vietnamese, and differ."""
    for words in (preset(name).title, preset(name).description):
        assert words.en.strip()
        assert words.vi.strip()
        assert words.en != words.vi


@pytest.mark.parametrize("name", NAMES)
def test_preset_is_stored_or_grown(name: str) -> None:
    """Tests that a preset has one source: files, a list of villages or a province."""
    known = preset(name)
    sources = (
        known.stored,
        bool(known.villages),
        known.province is not None,
    )  # that of pilots is another preset's
    assert sum(sources) == 1
    assert known.stored == (name in stored_names())


def test_unknown_preset_names_the_others() -> None:
    """Tests that a wrong name is refused with the right ones."""
    with pytest.raises(ScenarioError, match=r"atlantis.*tiny, vietnam, ward \[UNKNOWN_PRESET\]"):
        preset("atlantis")


def test_ground_overrides_single_rules() -> None:
    """Tests that a ground's limit replaces the preset's and the rest stays."""
    province = preset("ninh-thuan")
    assert province.rules_on("plain") == province.rules == Rules(max_distance_m=800.0)
    assert province.rules_on("inner-ward") == Rules(max_distance_m=300.0)


def test_unknown_terrain_is_refused() -> None:
    """Tests that a misspelt terrain is found when the preset is read."""
    with pytest.raises(ValidationError, match="terrain 'swamp' is none of hamlets, plain"):
        GroundKind.model_validate({"terrain": "swamp", "shape": {"extent_m": 1.0, "spread_m": 1.0}})


def test_unknown_field_is_refused() -> None:
    """Tests that a misspelt field is no silent default."""
    words = {"en": "a", "vi": "b"}
    with pytest.raises(ValidationError, match="colour"):
        Preset.model_validate({"name": "x", "title": words, "description": words, "colour": 1})
