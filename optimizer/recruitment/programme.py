"""Linear and integer programmes over arrays, through the solvers that OR-Tools carries."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver.python import model_builder_helper as builder
from scipy.sparse import csr_matrix

from optimizer.errors import SolverError
from optimizer.scenario import Floats

EXACT = "mip_rel_gap=0.0\nmip_abs_gap=1e-6\nthreads=1\nrandom_seed=0\noutput_flag=false"


OUT_OF_TIME = (builder.SolveStatus.NOT_SOLVED, builder.SolveStatus.UNKNOWN_STATUS)
"""Nothing was found before the time limit, and nothing is known."""


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """Minimise ``cost @ x`` where ``low <= matrix @ x <= high`` and ``0 <= x <= most``.

    Parameters
    ----------
    whole
        How many of the first variables have to be whole numbers.
    """

    cost: Floats
    most: Floats
    matrix: csr_matrix
    low: Floats
    high: Floats
    whole: int


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The best point found (None where there is none) and a bound that holds in any case."""

    x: Floats | None
    value: float
    bound: float


def relaxed(programme: Programme) -> Floats:
    """Solve without whole numbers; exact vertices, one thread."""
    model = _model(programme)
    solver = builder.ModelSolverHelper("glop")
    solver.solve(model)
    if solver.status() != builder.SolveStatus.OPTIMAL:
        raise SolverError(f"the linear programme ended with {solver.status_string()}")
    return np.asarray(solver.variable_values())


def exact(programme: Programme, time_limit_s: float) -> Answer:
    """Solve with whole numbers; the time limit may end it with a value above the bound."""
    if time_limit_s <= 0:
        return Answer(None, math.inf, -math.inf)
    model = _model(programme)
    for variable in range(programme.whole):
        model.set_var_integrality(variable, True)  # noqa: FBT003 - not our signature
    solver = builder.ModelSolverHelper("highs")
    solver.set_time_limit_in_seconds(time_limit_s)
    solver.set_solver_specific_parameters(EXACT)
    solver.solve(model)
    status = solver.status()
    if status == builder.SolveStatus.INFEASIBLE:
        return Answer(None, math.inf, math.inf)
    if status == builder.SolveStatus.OPTIMAL:
        found = solver.objective_value()
        return Answer(np.asarray(solver.variable_values()), found, found)
    if status == builder.SolveStatus.FEASIBLE:
        bound = solver.best_objective_bound()
        return Answer(np.asarray(solver.variable_values()), solver.objective_value(), bound)
    if status in OUT_OF_TIME:
        return Answer(None, math.inf, -math.inf)
    raise SolverError(f"the integer programme ended with {solver.status_string() or status}")


def _model(programme: Programme) -> Any:  # noqa: ANN401 - the stub's array types name no type
    model: Any = builder.ModelBuilderHelper()
    model.fill_model_from_sparse_data(
        np.zeros(len(programme.cost)),
        programme.most,
        programme.cost,
        programme.low,
        programme.high,
        programme.matrix,
    )
    return model
