"""Scenarios from seeds."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.domain.scenario import Scenario, Village
from optimizer.errors import ScenarioError
from scenarios.communes import Commune, communes
from scenarios.generator import generate
from scenarios.presets import preset, presets

GROWN = [known.name for known in presets() if not known.stored]
SCALE = {"ninh-thuan": 0.05, "pilot": 0.05, "vietnam": 0.0003}
HOMES = [[-1230.47, -479.95], [-1522.32, -349.66]]
"""Where the first two members of ``mountain`` live."""
STORED = [known.name for known in presets() if known.stored]


@pytest.fixture(scope="module")
def province() -> Scenario:
    return generate("ninh-thuan")


def households(scenario: Scenario) -> np.ndarray:
    return np.array([len(village.households) for village in scenario.villages])


def members(scenario: Scenario) -> np.ndarray:
    return np.array([len(village.members) for village in scenario.villages])


def assert_same(one: Village, other: Village) -> None:
    assert (one.id, one.name, one.area, one.rules) == (
        other.id,
        other.name,
        other.area,
        other.rules,
    )
    for mine, theirs in ((one.households, other.households), (one.members, other.members)):
        np.testing.assert_array_equal(mine.ids, theirs.ids)
        np.testing.assert_array_equal(mine.xy, theirs.xy)
        np.testing.assert_array_equal(mine.given, theirs.given)
    np.testing.assert_array_equal(one.members.team, other.members.team)


def test_province_meets_its_totals(province: Scenario) -> None:
    """Tests that villages, households, members and teams are exactly those of the province."""
    teams = [len(np.unique(village.members.team)) for village in province.villages]
    assert len(province.villages) == 397
    assert households(province).sum() == 161_013
    assert members(province).sum() == 18_739
    assert sum(teams) == 2_149
    assert min(teams) >= 1


def test_teams_of_the_province_are_uneven_and_led(province: Scenario) -> None:
    """Tests that teams have 8.7 members on average, many too few or too many, and a leader each."""
    sizes = np.concatenate(
        [np.unique(v.members.team, return_counts=True)[1] for v in province.villages]
    )
    assert round(float(sizes.mean()), 1) == 8.7
    assert 0.02 < (sizes < 5).mean() < 0.1
    assert 0.05 < (sizes > 12).mean() < 0.2
    for village in province.villages:
        led = village.members.team[village.members.leaders].tolist()
        assert led == sorted(set(village.members.team.tolist()))


def test_teams_move_nobody() -> None:
    """Tests that a home is where it was before there were leaders and uneven teams."""
    village = generate("mountain").villages[0]
    assert village.members.given[:2].tolist() == HOMES
    assert (len(village.households), len(village.members)) == (190, 22)


def test_pilots_are_430_teams_in_397_villages(province: Scenario) -> None:
    """Tests that the pilots are whole teams of the province, one at least in every village."""
    pilots, known = generate("pilot"), preset("pilot").pilots
    assert known is not None
    teams = [set(village.members.team.tolist()) for village in pilots.villages]
    assert len(pilots.villages) == 397
    assert (sum(map(len, teams)), min(map(len, teams))) == (430, 1)
    assert int(households(pilots).sum()) == known.households
    assert int(members(pilots).sum()) == known.members
    for mine, whole, chosen in zip(pilots.villages, province.villages, teams, strict=True):
        of_team = np.isin(whole.members.team, list(chosen))
        assert mine.id == whole.id
        np.testing.assert_array_equal(mine.members.given, whole.members.given[of_team])
        np.testing.assert_array_equal(mine.members.leaders, whole.members.leaders[of_team])
        there_are = {tuple(point) for point in whole.households.given.tolist()}
        assert there_are.issuperset(tuple(point) for point in mine.households.given.tolist())


@pytest.mark.parametrize("seed", [1, 2])
def test_totals_do_not_depend_on_the_seed(seed: int) -> None:
    """Tests that another seed moves people and keeps the totals."""
    other = generate("ninh-thuan", seed=seed)
    assert len(other.villages) == 397
    assert households(other).sum() == 161_013
    assert members(other).sum() == 18_739


def test_each_commune_has_its_households(province: Scenario) -> None:
    """Tests that the villages of each of the 65 communes add up to its census figure."""
    found: dict[tuple[str, ...], int] = {}
    for village in province.villages:
        found[village.area] = found.get(village.area, 0) + len(village.households)
    census = {("Ninh Thuận", place.district, place.name): place.households for place in communes()}
    assert found == census


def test_mountain_villages_are_small(province: Scenario) -> None:
    """Tests that Bác Ái has about 38 villages of about 190 households."""
    sizes = [len(v.households) for v in province.villages if v.area[1] == "Bác Ái"]
    assert 36 <= len(sizes) <= 40
    assert 170 <= np.mean(sizes) <= 210


def test_limits_follow_the_ground(province: Scenario) -> None:
    """Tests that wards walk less far than the plain, and mountain villages farther."""
    limits = {village.area[1:]: village.rules.max_distance_m for village in province.villages}
    assert limits["Phan Rang - Tháp Chàm", "Kinh Dinh"] == 300.0
    assert limits["Ninh Phước", "Phước Hữu"] == province.rules.max_distance_m == 800.0
    assert limits["Bác Ái", "Phước Bình"] == 1500.0


def test_ratios_are_uneven(province: Scenario) -> None:
    """Tests that the total suffices while villages lack members and others have too many."""
    ratio = households(province) / members(province)
    assert 161_013 < 10 * 18_739
    assert 0.08 < (ratio > 10).mean() < 0.2
    assert (ratio < 5).sum() >= 4


def test_villages_lie_at_their_commune(province: Scenario) -> None:
    """Tests that every village stands within its commune's radius, in degrees of the province."""
    place: dict[tuple[str, ...], Commune] = {
        ("Ninh Thuận", commune.district, commune.name): commune for commune in communes()
    }
    for village in province.villages:
        commune = place[village.area]
        lon, lat = np.median(village.households.given, axis=0)
        away_km = 111.2 * np.hypot((lon - commune.lon) * np.cos(np.deg2rad(lat)), lat - commune.lat)
        assert away_km < np.sqrt(commune.area_km2 / np.pi) + 3


def test_members_live_in_households(province: Scenario) -> None:
    """Tests that every member's home is a household's point."""
    for village in province.villages[::20]:
        homes = {tuple(point) for point in village.households.given.tolist()}
        assert all(tuple(point) in homes for point in village.members.given.tolist())


@pytest.mark.parametrize("name", GROWN)
def test_same_seed_gives_the_same_scenario(name: str) -> None:
    """Tests that nothing but the seed decides, and that the seed does decide."""
    scale = SCALE.get(name, 1.0)
    first, again, other = (generate(name, seed=seed, scale=scale) for seed in (7, 7, 8))
    for one, two in zip(first.villages, again.villages, strict=True):
        assert_same(one, two)
    for one, two in zip(first.villages, other.villages, strict=True):
        assert not np.array_equal(one.households.xy[:20], two.households.xy[:20])


@pytest.mark.parametrize("name", GROWN)
def test_ids_are_sorted_and_unique(name: str) -> None:
    """Tests that villages, households and members come in the order of unique ids."""
    scenario = generate(name, scale=SCALE.get(name, 1.0))
    ids = [np.array([village.id for village in scenario.villages])]
    ids += [table.ids for v in scenario.villages for table in (v.households, v.members)]
    for column in ids:
        np.testing.assert_array_equal(column, np.unique(column))


def test_scale_repeats_the_ratios() -> None:
    """Tests that a scale of 3 has three times the villages, households and members."""
    one, three = generate("mountain"), generate("mountain", scale=3.0)
    assert len(three.villages) == 24
    np.testing.assert_array_equal(np.sort(households(three)), np.sort(np.tile(households(one), 3)))
    np.testing.assert_array_equal(np.sort(members(three)), np.sort(np.tile(members(one), 3)))


@pytest.mark.parametrize(("scale", "villages"), [(0.1, 40), (0.5, 198), (1.25, 496), (0.0001, 1)])
def test_village_is_the_same_at_every_scale(
    province: Scenario, scale: float, villages: int
) -> None:
    """Tests that a village shared by two scales is the same in both, and how many there are."""
    other = generate("ninh-thuan", scale=scale)
    by_id = {village.id: village for village in province.villages}
    shared = [village for village in other.villages if village.id in by_id]
    assert len(other.villages) == villages
    assert len(shared) == min(villages, 397)
    for village in shared[::10]:
        assert_same(village, by_id[village.id])


def test_twins_of_a_village_lie_elsewhere() -> None:
    """Tests that the second round repeats counts and not points."""
    twice = generate("mountain", scale=2.0).villages
    first, twin = twice[0], twice[8]
    assert len(first.households) == len(twin.households)
    assert not np.array_equal(first.households.xy, twin.households.xy)


@pytest.mark.parametrize("name", STORED)
def test_stored_preset_is_read_from_its_file(name: str) -> None:
    """Tests that a stored preset needs no seed and refuses a scale."""
    assert_same(generate(name).villages[0], generate(name, seed=5).villages[0])
    assert generate(name).villages[0].id == name
    with pytest.raises(ScenarioError, match="leave the scale at 1"):
        generate(name, scale=2.0)


def test_bad_seed_and_scale_are_named_together() -> None:
    """Tests that both faults of a call are told at once."""
    for scale in (0.0, -1.0, 1001.0, float("nan"), float("inf")):
        with pytest.raises(ScenarioError) as told:
            generate("ward", seed=-1, scale=scale)
        assert [problem.code for problem in told.value.problems] == ["BAD_SEED", "BAD_SCALE"]


def test_no_members_village_has_none() -> None:
    """Tests that 400 households stand there without anybody."""
    (village,) = generate("no-members").villages
    assert (len(village.households), len(village.members)) == (400, 0)
