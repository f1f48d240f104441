"""The measurement of the province, untimed and small."""

from __future__ import annotations

from benchmarks.province import Found, Spent, found, measure, promises


def test_that_a_few_villages_go_through_the_command() -> None:
    """Tests that the command's response is summed up, and that its processes are seen."""
    spent, what = measure(scale=0.01, workers=2, time_limit_s=20.0)
    assert what.villages == 4
    assert what.short == what.proven == len(what.gaps)
    assert len(what.today_gaps) == 4
    assert spent.cpu_s > 0
    assert spent.memory_mb > 50


def village(recruitment: object, after: object, today: object) -> dict[str, object]:
    return {"recruitment": recruitment, "after": after, "today": today}


def test_that_a_response_is_summed_up() -> None:
    """Tests that recruits, proofs and gaps are counted where recruiting was, and there alone."""
    left = {"unserved": [["h", "CAPACITY"]], "proof": {"walk": {}}}
    served = {"unserved": [], "proof": {"walk": {"gap": 0.25}}}
    hired = {"proven": False, "recruits": [{}, {}], "bound": 1.0}
    response = {"villages": [village(None, None, left), village(hired, served, left)]}
    what = found(response)
    assert what == Found(2, 1, 0, 2, 1, 1, (0.25,), (0.0, 0.0))


def test_that_promises_are_judged() -> None:
    """Tests that three minutes and 1.5 GB are met and no more, and that one open number is seen."""
    what = Found(2, 1, 0, 2, 1, 1, (0.25,), (0.0, 0.0))
    in_time, late = Spent(180.0, 1.0, 1500.0), Spent(180.1, 1.0, 1500.1)
    assert [target.met for target in promises(in_time, what, 2)] == [True, True, False]
    assert [target.met for target in promises(late, what, 2)] == [False, False, False]
