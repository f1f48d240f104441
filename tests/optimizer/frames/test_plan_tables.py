"""Villages, proofs and sentences of a plan."""

from __future__ import annotations

import pickle

import pytest

import optimizer
from tests.optimizer.drawn_frames import households, members


@pytest.fixture(scope="module", name="made")
def _made() -> optimizer.Plan:
    return optimizer.plan(households(), members(), max_distance_m=400)


def test_that_proofs_are_rows(made: optimizer.Plan) -> None:
    """Tests that each goal of both plans has its value, its bound and whether they meet."""
    told = {(row["plan"], row["goal"]): row for row in made.proof.to_dict("records")}
    serve, recruit = told["today", "serve"], told["after", "recruit"]
    assert (serve["value"], serve["bound"], serve["proven"]) == (1, 1, True)
    assert (recruit["value"], recruit["bound"], recruit["gap"]) == (1, 1, 0.0)
    assert made.proven


def test_that_an_open_proof_is_not_called_proven() -> None:
    """Tests that what is cut short has a gap, and the plan is not called proven."""
    made = optimizer.plan(households(), members(), max_distance_m=400)
    table = made.proof.assign(proven=False)
    made.__dict__["proof"] = table
    assert not made.proven
    assert "not everything proven" in repr(made)
    assert "see .proof" in made._repr_html_()


def test_that_villages_and_sums_agree(made: optimizer.Plan) -> None:
    """Tests that the row of the village and the sum say the same as the tables."""
    row = made.villages.iloc[0]
    assert row["verdict"] == "NEEDS_MEMBERS_LOCAL"
    assert row["unserved"] == made.summary["unserved_today"] == len(made.unserved) == 1
    assert row["recruits"] == made.summary["recruits_needed"] == len(made.recruits) == 1
    assert row["walk_m"] == pytest.approx(made.assignments["metres"].sum(), abs=0.01)


def test_that_a_plan_says_itself(made: optimizer.Plan) -> None:
    """Tests that a plan is told in figures and in the sentences of its village."""
    first, said = repr(made).splitlines()
    assert first == (
        "Plan: 12 households, 2 members, 1 households without anybody today, recruits needed: 1, "
        "proven."
    )
    assert said == made.message


def test_that_html_escapes_what_a_user_gave() -> None:
    """Tests that a notebook shows names of villages as text, and runs nothing of them."""
    homes, crew = (table().assign(thon="<script>") for table in (households, members))
    told = optimizer.plan(homes, crew, village="thon")._repr_html_()
    assert "&lt;script&gt;" in told
    assert "<script>" not in told


def test_that_the_rest_of_the_package_takes_what_was_planned(made: optimizer.Plan) -> None:
    """Tests that the response JSON can be made of a plan, and the verifier finds nothing in it."""
    run = optimizer.run_record(made.scenario, seed=0, seconds=0.0)
    plans = [plan for plan in made.plans if isinstance(plan, optimizer.VillagePlan)]
    document = optimizer.response(made.scenario, plans, run)
    assert document["summary"] == made.summary
    assert optimizer.verify_plan(made.scenario.villages[0], plans[0]) == ()


def test_that_a_plan_may_be_kept() -> None:
    """Tests that a plan comes back out of a pickle, for caches and other processes."""
    made = optimizer.plan(households(), members(), max_distance_m=400)
    again = pickle.loads(pickle.dumps(made))  # noqa: S301 - of a line before
    assert again.assignments.equals(made.assignments)
