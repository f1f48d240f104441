"""Named scenarios: what they are, in words and numbers, from the YAML files of ``presets/``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from optimizer.domain.rules import Rules
from optimizer.errors import Problem, ScenarioError
from scenarios.terrain import TERRAINS, Shape, Terrain

Share = Annotated[float, Field(ge=0, le=3)]


class _Value(BaseModel):
    """Immutable, and refuses what it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PresetText(_Value):
    """One text in the two languages of the product."""

    en: str
    vi: str


class GroundKind(_Value):
    """One kind of village.

    Parameters
    ----------
    terrain
        Name in ``scenarios.terrain.TERRAINS``.
    rules
        What differs here from the preset's rules.
    typical_households
        Size of a village; decides how many villages a commune has.
    uneven
        How far the members' homes keep from the households' own spread: the standard deviation
        of the logarithm of a hamlet's members per household.
    lanes_m
        Distance between the lanes of a network of paths; None where none is laid.
    """

    terrain: str
    shape: Shape
    rules: dict[str, Any] = {}
    typical_households: Annotated[int, Field(ge=1)] = 400
    uneven: Share = 0.0
    lanes_m: Annotated[float, Field(gt=0, le=10_000)] | None = None

    @model_validator(mode="after")
    def _names_a_terrain(self) -> Self:
        if self.terrain not in TERRAINS:
            raise ValueError(f"terrain {self.terrain!r} is none of {', '.join(sorted(TERRAINS))}")
        return self

    @property
    def layout(self) -> Terrain:
        """The function that places the households."""
        return TERRAINS[self.terrain]


class SizedVillage(_Value):
    """One village of a preset that lists its villages."""

    ground: str
    households: Annotated[int, Field(ge=0)]
    members: Annotated[int, Field(ge=0)]


class Ratios(_Value):
    """How uneven the villages of a province are in households a member.

    Parameters
    ----------
    uneven
        Standard deviation of the logarithm of the ratio.
    short, surplus
        Shares of the villages with far too few and far too many members.
    short_by, surplus_by
        Factors on those villages' members.
    """

    uneven: Share
    short: Share
    short_by: Share
    surplus: Share
    surplus_by: Share


class Province(_Value):
    """Totals that the province meets exactly; its households are those of its communes.

    Parameters
    ----------
    communes
        Those of the commune table, or those drawn under the totals of all provinces.
    """

    area: str
    communes: Literal["table", "drawn"] = "table"
    villages: int
    members: int
    teams: int
    ratios: Ratios


class PilotTeams(_Value):
    """The pilot teams of another preset's province, with the households around them.

    Parameters
    ----------
    of
        Name of the preset whose coordinates, grounds and province these are.
    households, members
        How many there are with the seed 0; a test counts them.
    """

    of: str
    teams: int
    households: int
    members: int


class Preset(_Value):
    """A scenario that can be asked for by name: stored, listed, a province or its pilots.

    Parameters
    ----------
    commands_only
        Too large for a service to keep: only commands offer it.
    """

    name: str
    title: PresetText
    description: PresetText
    stored: bool = False
    commands_only: bool = False
    coordinates: Literal["metres", "lonlat"] = "metres"
    rules: Rules = Rules()
    grounds: dict[str, GroundKind] = {}
    villages: Annotated[tuple[SizedVillage, ...], Field(strict=False)] = ()
    province: Province | None = None
    pilots: PilotTeams | None = None

    def rules_on(self, ground: str) -> Rules:
        """Return the preset's rules with the ground's own over them."""
        return Rules.model_validate(self.rules.model_dump() | self.grounds[ground].rules)


@cache
def presets() -> tuple[Preset, ...]:
    """Read every preset of the package, by name."""
    folder = resources.files("scenarios").joinpath("presets")
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".yaml")),
        key=lambda file: file.name.removesuffix(".yaml"),
    )
    read = {file.name.removesuffix(".yaml"): yaml.safe_load(file.read_bytes()) for file in files}
    return tuple(
        Preset.model_validate({"name": name, **_of_base(fields, read), **fields})
        for name, fields in read.items()
    )


def _of_base(fields: Mapping[str, Any], read: Mapping[str, Any]) -> dict[str, Any]:
    """Return what pilots take from the preset whose they are."""
    if "pilots" not in fields:
        return {}
    base = read[fields["pilots"]["of"]]
    return {name: base[name] for name in ("coordinates", "grounds", "province")}


def preset(name: str) -> Preset:
    """Return the preset of that name.

    Raises
    ------
    ScenarioError
        With the names there are, when there is none of that name.
    """
    for known in presets():
        if known.name == name:
            return known
    names = ", ".join(known.name for known in presets())
    raise ScenarioError(
        [Problem("UNKNOWN_PRESET", "preset", "name", name[:60], f"no such preset; choose {names}")]
    )
