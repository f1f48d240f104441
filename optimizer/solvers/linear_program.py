"""Linear and integer programmes over arrays, through the solvers that OR-Tools carries."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from ortools.linear_solver.python import model_builder_helper as builder
from scipy.sparse import csr_matrix

from optimizer.domain.scenario import Floats
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import SolverError
from optimizer.solvers import highs
from optimizer.solvers.highs import USUAL, HighsOptions, run_highs


@dataclass(frozen=True, slots=True, eq=False)
class LinearProgram:
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
class ProgramSolution:
    """The best point found (None where there is none) and a bound that holds in any case."""

    x: Floats | None
    value: float
    bound: float


def solve_relaxation(programme: LinearProgram) -> Floats:
    """Solve without whole numbers; exact vertices, one thread."""
    model = _model(programme)
    solver = builder.ModelSolverHelper("glop")
    solver.solve(model)
    if solver.status() != builder.SolveStatus.OPTIMAL:
        raise SolverError(f"the linear programme ended with {solver.status_string()}")
    return np.asarray(solver.variable_values())


def solve_integer(
    programme: LinearProgram, limits: SearchLimits, manner: HighsOptions = USUAL
) -> ProgramSolution:
    """Solve with whole numbers; the limits may end it with a value above the bound."""
    if limits.over:
        return ProgramSolution(None, math.inf, -math.inf)
    outcome = run_highs(
        highs.MixedIntegerProgram(
            programme.cost,
            np.zeros(len(programme.cost)),
            programme.most,
            programme.low,
            programme.high,
            programme.matrix,
            np.arange(programme.whole),
        ),
        limits,
        manner=manner,
    )
    value = math.inf if outcome.x is None else float(programme.cost @ outcome.x)
    return ProgramSolution(outcome.x, value, value if outcome.finished else outcome.bound)


def _model(programme: LinearProgram) -> Any:  # noqa: ANN401 - the stub's array types name no type
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
