"""A scenario's fingerprint: equal for equal content, however it was written down."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.addresses import Addresses, Doors
from optimizer.domain.named_distances import NamedDistances
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Floats, Ids, Ints, Points, Scenario, Village


def scenario_sha256(scenario: Scenario) -> str:
    """Return the SHA-256 of everything a plan depends on, in hexadecimal.

    Coordinates count as they were given, to the last bit; pairs in any order are the same.
    """
    digest = Fingerprint(scenario.rules, lonlat=scenario.lonlat)
    for village in scenario.villages:
        digest.add(village)
    return digest.hexdigest()


class Fingerprint:
    """The fingerprint of a scenario whose villages come one after the other, sorted by id."""

    def __init__(self, rules: Rules, *, lonlat: bool) -> None:
        self._digest = sha256()
        for part in (b"liengia scenario 1", _rules(rules), bytes([lonlat])):
            self._digest.update(_framed(part))

    def add(self, village: Village) -> None:
        """Count a village in."""
        self._digest.update(_village(village))

    def hexdigest(self) -> str:
        """Return the SHA-256 in hexadecimal."""
        return self._digest.hexdigest()


def village_sha256(village: Village) -> bytes:
    """Return the SHA-256 of one village, with its rules."""
    return sha256(_village(village)).digest()


def _village(village: Village) -> bytes:
    parts = [
        _texts([village.id, village.name]),
        _texts(list(village.area)),
        _rules(village.rules),
        bytes([village.lonlat, village.places is not None]),
        *_points(village.households),
        *_points(village.members),
        *(_numbers(column) for column in (village.members.minimum, village.members.maximum)),
        _ids(village.members.team),
        *_points(village.sites),
        *(_pairs(pairs) for pairs in (village.locked, village.forbidden, village.current)),
        *_land(village),
        *_named(village.distances),
        *_addresses(village.addresses),
        *(() if village.former is None else (b"former", _ids(village.former))),
        *_teams(village),
    ]
    return b"".join(map(_framed, parts))


def _teams(village: Village) -> tuple[bytes, ...]:
    """Return who leads and what is asked of teams; nothing at all where nothing is said."""
    leads, asked = village.members.leads, village.teams
    parts: list[bytes] = []
    if leads is not None:
        parts += [b"leaders", leads.astype(np.uint8).tobytes()]
    if asked is not None:
        parts += [b"teams", _texts(sorted(asked.keep_open)), _numbers(np.sort(asked.fixed))]
        parts += [_pairs(np.sort(rows, axis=1)) for rows in (asked.together, asked.apart)]
    return tuple(parts)


def _land(village: Village) -> tuple[bytes, ...]:
    """Return the paths and the barriers; nothing at all where a village has neither."""
    paths, walls = village.network, village.barriers
    parts: list[bytes] = []
    if paths is not None:
        parts += [b"network", _coordinates(paths.given), _numbers(paths.edges)]
        parts += [_coordinates(paths.metres)]
    if walls is not None:
        parts += [b"barriers", _coordinates(walls.given), _coordinates(walls.crossings_given)]
    return tuple(parts)


def _named(distances: NamedDistances | None) -> list[bytes]:
    """Return the distances that the caller names; nothing at all where there are none."""
    if distances is None:
        return []
    parts = [b"distances"]
    for pairs in (distances.members, distances.sites, distances.teams):
        parts += [_numbers(pairs.rows), _numbers(pairs.columns), _coordinates(pairs.metres)]
    return parts


def _addresses(addresses: Addresses | None) -> list[bytes]:
    """Return hamlets and alleys; nothing at all where there are none."""
    if addresses is None:
        return []
    parts = [b"addresses", _texts(list(addresses.hamlets))]
    parts += [_texts([f"{hamlet} {name}" for hamlet, name in addresses.alleys])]
    for doors in (addresses.households, addresses.members, addresses.sites):
        parts += _doors(doors)
    return [*parts, _coordinates(addresses.between_m)]


def _doors(doors: Doors) -> list[bytes]:
    return [_numbers(column) for column in (doors.hamlet, doors.alley, doors.order)]


def _framed(part: bytes) -> bytes:
    """Put its length before a part, so that two parts never read as one."""
    return len(part).to_bytes(8, "little") + part


def _rules(rules: Rules) -> bytes:
    return rules.model_dump_json().encode()


def _texts(texts: list[str]) -> bytes:
    return b"".join(_framed(text.encode("utf-8", "surrogatepass")) for text in texts)


def _ids(ids: Ids) -> bytes:
    """Frame all ids at once: the lengths as numbers, then the text."""
    texts = ids.tolist()
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    return _framed(_numbers(lengths)) + "".join(texts).encode("utf-8", "surrogatepass")


def _points(points: Points) -> tuple[bytes, bytes]:
    return _ids(points.ids), _coordinates(points.given)


def _coordinates(numbers: Floats) -> bytes:
    # Adding 0 makes -0.0 the same as 0.0.
    return (numbers + 0.0).astype("<f8").tobytes()


def _numbers(numbers: NDArray[np.int64] | NDArray[np.int32]) -> bytes:
    return numbers.astype("<i8").tobytes()


def _pairs(pairs: Ints) -> bytes:
    return _numbers(pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))])
