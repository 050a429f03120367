"""Steps of a capacity ramp, and its options."""

from collections.abc import Callable
from pathlib import Path

import pytest

from epreuve.audits.capacity.ramp import COHORT, NUMBERS_PER_USER, RampStep, doubling, turns
from epreuve.audits.cli.capacity import make_ramp
from epreuve.audits.errors import Misuse
from epreuve.probes.load.plan import Endpoint
from tests.audits.capacity.command import ran


def test_users_arrive_step_by_step_and_stay(profile: Callable[..., Path]) -> None:
    ramp = make_ramp(profile(), "1,3", 64, 10.0, None, 7)
    plan = ramp.load(Endpoint("http://127.0.0.1:1", "a:80", 9), 0.0, 5.0)
    assert [(e.number, e.start, e.end, e.cohort) for e in plan.closed] == [
        (0, 0.0, 20.0, COHORT), (NUMBERS_PER_USER, 10.0, 20.0, COHORT),
        (2 * NUMBERS_PER_USER, 10.0, 20.0, COHORT),
    ]  # fmt: skip
    assert (plan.arrivals, plan.max_rate, plan.until, plan.seed) == ([], 5.0, 20.0, 7)
    assert list(ramp.steps()) == [RampStep(1, 0, 1, 10), RampStep(3, 10, 11, 20)]


def test_journeys_alternate_by_their_shares() -> None:
    journeys = turns({"lire": 2.0, "relire": 1.0})
    assert journeys[:3] == ("lire", "relire", "lire")
    assert journeys.count("lire") == 2 * journeys.count("relire")


def test_users_double_up_to_the_maximum() -> None:
    assert doubling(1) == (1,)
    assert doubling(8) == (1, 2, 4, 8)
    assert doubling(10) == (1, 2, 4, 8, 10)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--users", "1,x"], "--users 1,x: is not a list"),
        (["--users", "4,2"], "increasing numbers"),
        (["--users", "0,2"], "increasing numbers"),
        (["--users", "99999"], "at most 10000"),
        (["--journey", "lir"], "no such journey in .*; its journeys are: .*Did you mean lire?"),
    ],
)
def test_invalid_options_are_refused(
    words: list[str], why: str, profile: Callable[..., Path], tmp_path: Path
) -> None:
    values = {"--users": None, "--journey": None} | {words[0]: words[1]}
    with pytest.raises(Misuse, match=why):
        make_ramp(profile(), values["--users"], 8, 10.0, values["--journey"], 0)
    assert ran(["capacity", str(tmp_path / "profile.yaml"), *words]) == 2
