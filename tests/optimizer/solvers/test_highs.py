"""HiGHS on programmes in the head."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
import scipy.sparse as sp

from optimizer.domain.search_limits import SearchLimits
from optimizer.solvers.highs import (
    LEAN,
    USUAL,
    HighsOptions,
    HighsResult,
    MixedIntegerProgram,
    run_highs,
)

THREADS = """
import numpy as np
from ortools.linear_solver.python import model_builder_helper as builder
from scipy.sparse import csr_matrix
from optimizer.domain.search_limits import SearchLimits
from optimizer.solvers.highs import MixedIntegerProgram, run_highs

one, row = np.ones(1), csr_matrix(np.ones((1, 1)))
knapsack = MixedIntegerProgram(one, 0 * one, one, one, one, row, np.arange(1))
run_highs(knapsack, SearchLimits.lasting(10))
for threads in (1, 2):
    model = builder.ModelBuilderHelper()
    model.fill_model_from_sparse_data(0 * one, one, one, one, one, row)
    model.set_var_integrality(0, True)
    solver = builder.ModelSolverHelper("highs")
    solver.set_solver_specific_parameters(f"threads={threads}\\noutput_flag=false")
    solver.solve(model)
    print(solver.status() == builder.SolveStatus.OPTIMAL)
"""


def knapsack(*, at_least: float, whole: bool, manner: HighsOptions = USUAL) -> HighsResult:
    """Buy of goods of 2, 3 and 4 for 3, 4 and 5 each, at most one of a kind, so many in all."""
    kinds = np.arange(3)
    programme = MixedIntegerProgram(
        cost=np.array([3.0, 4.0, 5.0]),
        floor=np.zeros(3),
        ceiling=np.ones(3),
        low=np.array([at_least]),
        high=np.array([np.inf]),
        matrix=sp.csr_matrix(np.array([[2.0, 3.0, 4.0]])),
        whole=kinds if whole else kinds[:0],
    )
    return run_highs(programme, SearchLimits.lasting(10, seed=2**40, nodes=1000), manner=manner)


def test_that_whole_numbers_are_whole() -> None:
    """Tests that 5 are had from the first two for 7, and from shares for 6 and a third."""
    whole, shares = (knapsack(at_least=5.0, whole=choice) for choice in (True, False))
    assert whole.x is not None
    assert np.rint(whole.x).tolist() == [1, 1, 0]
    assert (whole.finished, shares.finished) == (True, True)
    assert whole.bound == pytest.approx(7.0)
    assert shares.bound == pytest.approx(5.0 + 4.0 / 3.0)


def test_that_the_manner_changes_no_answer() -> None:
    """Tests that one process solves in either manner, in any order."""
    bounds = [
        knapsack(at_least=5.0, whole=True, manner=manner).bound
        for manner in (LEAN, USUAL, HighsOptions(effort=0.0), LEAN)
    ]
    assert bounds == pytest.approx([7.0] * 4)


def test_that_one_thread_is_asked_for_whatever_the_machine_has() -> None:
    """Tests that a process has one thread after the first programme, and refuses two.

    HiGHS fails where a process asks for one number of threads and then for another; left to
    itself it takes half of the processors.
    """
    told = subprocess.run([sys.executable, "-c", THREADS], capture_output=True, check=True)
    assert told.stdout.split() == [b"True", b"False"]


@pytest.mark.parametrize(("at_least", "possible"), [(9.0, True), (9.5, False)])
def test_that_the_impossible_is_proven(at_least: float, possible: bool) -> None:  # noqa: FBT001
    """Tests that all three give 9, and that half of one more is an infinite bound."""
    outcome = knapsack(at_least=at_least, whole=True)
    assert outcome.finished
    assert (outcome.x is not None) == possible
    assert outcome.bound == pytest.approx(12.0 if possible else math.inf)
