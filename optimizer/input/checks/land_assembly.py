"""The paths and barriers of every village, out of its own and those that all share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from optimizer.domain.scenario import Barriers, Floats, Network
from optimizer.input.checks.blocks import Block
from optimizer.input.checks.faults import Finding
from optimizer.input.checks.land_checks import Extent, all_barriers, check_near, networks
from optimizer.input.checks.raw_scenario import RawScenario
from optimizer.input.checks.village_rows import VillageRows


def misplaced(raw: RawScenario, heads: VillageRows, blocks: tuple[Block, ...]) -> list[Finding]:
    """Return paths that lie nowhere near the villages that walk along them."""
    boxes = _boxes(blocks, len(heads.order))
    own = raw.own_networks or [None] * len(heads.order)
    walked = [rules.metric.kind == "path" for rules in heads.rules]
    of = {row: number for number, row in enumerate(heads.order.tolist()) if walked[number]}
    findings: list[Finding] = []
    for row, number in sorted(of.items()):
        if (paths := own[row]) is not None:
            findings += check_near(paths, boxes[[number]], lonlat=raw.lonlat)
    if raw.network is not None:
        shared = [number for row, number in of.items() if own[row] is None]
        findings += check_near(raw.network, boxes[shared], lonlat=raw.lonlat)
    return findings


def land_of_villages(
    raw: RawScenario, heads: VillageRows, blocks: tuple[Block, ...], middles: Floats
) -> tuple[Sequence[Network | None], Sequence[Barriers | None]]:
    """Return every village's paths and barriers."""
    nothing = [None] * len(heads.order)
    given = (raw.network, raw.barriers, *raw.own_networks, *raw.own_barriers)
    if all(one is None for one in given):
        return nothing, nothing
    extent = Extent(_boxes(blocks, len(heads.order)), middles, raw.lonlat)
    order, rules = heads.order.tolist(), list(heads.rules)
    own_paths = [raw.own_networks[row] for row in order] if raw.own_networks else nothing
    own_walls = [raw.own_barriers[row] for row in order] if raw.own_barriers else nothing
    return (
        networks(raw.network, own_paths, extent, rules),
        all_barriers(raw.barriers, own_walls, extent, rules),
    )


def _boxes(blocks: tuple[Block, ...], villages: int) -> Floats:
    """Return west, south, east and north of each village's points."""
    boxes = np.tile([np.inf, np.inf, -np.inf, -np.inf], (villages, 1))
    for block in blocks:
        np.fmin.at(boxes[:, :2], block.sorted.village, block.given)
        np.fmax.at(boxes[:, 2:], block.sorted.village, block.given)
    return boxes
