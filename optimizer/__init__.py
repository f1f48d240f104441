"""Shares a village's households among its volunteers, and proves what it says.

What a program or a notebook needs is here, and is loaded when it is first asked for: importing
`optimizer` takes no time, the first plan loads the solvers.

=======================  ===========================================================================
`plan`                   households and members as frames or arrays to a `Plan`
`Plan`                   tables of a plan: assignments, unserved, recruits, pockets, teams, proof
`PlanWarning`            warned with, where something in the input looks wrong
`PlanOptions`            the keywords that `plan` takes, with what each means
`ScenarioError`          every `Problem` of an input, raised once
`Problem`                where, which field, which value, and what to do
`OptimizerError`         anything that this package raises on purpose
`SolverError`            a fault of ours
`read_scenario`          a scenario folder or a request file to a `Scenario`
`scenario_from_request`  a parsed request JSON to a `Scenario`
`plan_scenario`          a `Scenario` to the plan of each of its villages
`response`               a `Scenario` and its plans to the response JSON
`run_record`             how a response came about, for `response`
`verify_plan`            the rules that a plan of a village breaks, found without any solver
`Scenario`, `Village`    what is planned: arrays
`VillagePlan`            all that was decided for one village
`Rules`                  what is asked of a plan, with the programme's defaults
=======================  ===========================================================================
"""

import os
from importlib import import_module
from typing import TYPE_CHECKING

from optimizer.extras import missing_extra

if TYPE_CHECKING:
    from optimizer.domain.plan import VillagePlan
    from optimizer.domain.rules import Rules
    from optimizer.domain.scenario import Scenario, Village
    from optimizer.errors import OptimizerError, Problem, ScenarioError, SolverError
    from optimizer.execution.province import plan_scenario
    from optimizer.frames import Plan, PlanOptions, PlanWarning, plan
    from optimizer.input.folder import read_scenario
    from optimizer.input.request import scenario_from_request
    from optimizer.output.response import response, run_record
    from optimizer.verification import verify_plan

os.environ["PROJ_NETWORK"] = "OFF"
"""Grids of datum shifts are fetched from nowhere; PROJ reads this once, when it is loaded."""

_HOME = {
    "OptimizerError": "optimizer.errors",
    "Plan": "optimizer.frames",
    "PlanOptions": "optimizer.frames",
    "PlanWarning": "optimizer.frames",
    "Problem": "optimizer.errors",
    "Rules": "optimizer.domain.rules",
    "Scenario": "optimizer.domain.scenario",
    "ScenarioError": "optimizer.errors",
    "SolverError": "optimizer.errors",
    "Village": "optimizer.domain.scenario",
    "VillagePlan": "optimizer.domain.plan",
    "plan": "optimizer.frames",
    "plan_scenario": "optimizer.execution.province",
    "read_scenario": "optimizer.input.folder",
    "response": "optimizer.output.response",
    "run_record": "optimizer.output.response",
    "scenario_from_request": "optimizer.input.request",
    "verify_plan": "optimizer.verification",
}
"""Public name to the module that is loaded for it."""

__all__ = [
    "OptimizerError",
    "Plan",
    "PlanOptions",
    "PlanWarning",
    "Problem",
    "Rules",
    "Scenario",
    "ScenarioError",
    "SolverError",
    "Village",
    "VillagePlan",
    "plan",
    "plan_scenario",
    "read_scenario",
    "response",
    "run_record",
    "scenario_from_request",
    "verify_plan",
]

if not TYPE_CHECKING:  # so that a name that there is not stays an error to type checkers

    def __getattr__(name: str) -> object:
        """Load a public name when it is first asked for."""
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        try:
            home = import_module(_HOME[name])
        except ModuleNotFoundError as fault:
            if told := missing_extra(fault):
                fault.add_note(told)
            raise
        found = globals()[name] = getattr(home, name)
        return found

    def __dir__() -> list[str]:
        """Name what there is, also what is not loaded yet."""
        return sorted({*globals(), *__all__})
