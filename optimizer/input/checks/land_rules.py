"""Whether there are paths where they are to be walked, and paths and barriers are whole."""

from __future__ import annotations

import numpy as np

from optimizer.errors import Problem
from optimizer.input.checks.faults import FaultColumn, Finding
from optimizer.input.checks.land_checks import check_barriers, check_network
from optimizer.input.checks.raw_scenario import RawScenario
from optimizer.input.checks.village_rows import VillageRows


def land_findings(raw: RawScenario, heads: VillageRows) -> list[Finding]:
    """Check paths and barriers, and that there are paths where they are to be walked."""
    findings: list[Finding] = []
    for paths in (raw.network, *raw.own_networks):
        findings += check_network(paths, lonlat=raw.lonlat) if paths is not None else ()
    for walls in (raw.barriers, *raw.own_barriers):
        findings += check_barriers(walls, lonlat=raw.lonlat) if walls is not None else ()
    own = raw.own_networks or [None] * len(heads.order)
    bare = [
        row
        for row, rules in zip(heads.order.tolist(), heads.rules, strict=True)
        if rules.metric.kind == "path" and raw.network is None and own[row] is None
    ]
    if bare:
        message = 'the metric is path and there is no network; give one, or the metric "straight"'
        findings.append(FaultColumn("NO_NETWORK", raw.villages, np.array(bare), "metric", message))
    return findings


def pathless(raw: RawScenario, heads: VillageRows) -> list[Finding]:
    """Return maps without a single path, of villages that walk along them."""
    own = raw.own_networks or [None] * len(heads.order)
    walked = [
        raw.network if own[row] is None else own[row]
        for row, rules in zip(heads.order.tolist(), heads.rules, strict=True)
        if rules.metric.kind == "path"
    ]
    empty = sorted({paths.where for paths in walked if paths is not None and not len(paths.edges)})
    message = 'the metric is path and there is no edge; give some, or the metric "straight"'
    return [Problem("NO_PATHS", where, "", "", message) for where in empty]
