"""One behaviour gets one mark, whatever the scale, the rate and the number of dependencies.

`python -m tests.synthetic` plays all cases; here, each pair of values is played once. Each crisis
has its own windows and faults: the marks must be those that the behaviour has in any crisis.
"""

from pathlib import Path

import pytest

from epreuve.audits.crises.crisis import crisis_ids
from epreuve.audits.errors import NotMeasurable
from tests.synthetic.agreement import disagreements
from tests.synthetic.audit import USUAL, Case, audit
from tests.synthetic.behaviour import BEHAVIOURS, Behaviour
from tests.synthetic.expectation import mistakes

# Scale, journeys a minute, dependencies.
PLANS = (
    (60.0, 15.0, 0),
    (60.0, 60.0, 4),
    (20.0, 15.0, 8),
    (20.0, 60.0, 1),
    (5.0, 15.0, 4),
)
OTHERS = tuple(name for name in crisis_ids() if name != USUAL)
# The truth of the others depends on the highest load of the crisis, or on its power cuts.
IN_ANY_CRISIS = (
    "sound", "loses all at a cut", "boots longer than users wait", "fails at random",
    "two journeys", "needs no third party",
)  # fmt: skip


def _id(behaviour: Behaviour) -> str:
    return behaviour.name.replace(" ", "-")


@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=_id)
def test_quick_verdict_is_that_of_the_behaviour(behaviour: Behaviour, tmp_path: Path) -> None:
    verdicts = audit(Case(behaviour, 60.0, 15.0, 0), tmp_path)
    assert list(mistakes(verdicts)) == []


@pytest.mark.slow
@pytest.mark.parametrize("behaviour", BEHAVIOURS, ids=_id)
def test_plans_of_any_size_agree(behaviour: Behaviour, tmp_path: Path) -> None:
    verdicts = [audit(Case(behaviour, *plan), tmp_path) for plan in PLANS]
    assert [str(one) for one in disagreements(verdicts)] == []
    assert [mistake for one in verdicts for mistake in mistakes(one)] == []


@pytest.mark.parametrize("scale", [60.0, 5.0])
def test_a_limit_below_the_normal_peak_stops_the_audit_in_calm(
    scale: float, tmp_path: Path
) -> None:
    limited = Behaviour("throttle in calm", limit=0.2, rejection="200")
    with pytest.raises(NotMeasurable, match="the profile does not describe this service: in calm"):
        audit(Case(limited, scale, 600.0, 0), tmp_path)


def test_the_load_of_users_who_come_back_is_that_of_the_crisis(tmp_path: Path) -> None:
    (throttle,) = (one for one in BEHAVIOURS if one.name == "throttle")
    verdicts = [audit(Case(throttle, scale, 600.0, 0), tmp_path) for scale in (60.0, 20.0)]
    assert [one.results["REC-5"].mark.score for one in verdicts] == [100.0, 100.0]


@pytest.mark.parametrize(
    ("name", "crisis", "dependencies"),
    [
        ("sound", "cyclone", 4),  # probes file submissions with a silent partner
        ("boots longer than users wait", "canicule", 1),  # users come back just after a power cut
    ],
)
def test_verdict_in_another_crisis(
    name: str, crisis: str, dependencies: int, tmp_path: Path
) -> None:
    (behaviour,) = (one for one in BEHAVIOURS if one.name == name)
    verdicts = audit(Case(behaviour, 60.0, 15.0, dependencies, crisis), tmp_path)
    assert list(mistakes(verdicts)) == []


@pytest.mark.slow
@pytest.mark.parametrize("crisis", OTHERS)
def test_any_crisis_gives_the_verdict_of_the_behaviour(crisis: str, tmp_path: Path) -> None:
    chosen = (one for one in BEHAVIOURS if one.name in IN_ANY_CRISIS)
    verdicts = [audit(Case(one, 60.0, 15.0, 4, crisis), tmp_path) for one in chosen]
    assert [mistake for one in verdicts for mistake in mistakes(one)] == []


@pytest.mark.slow
def test_failures_at_random_give_one_verdict_with_any_seed(tmp_path: Path) -> None:
    (behaviour,) = (one for one in BEHAVIOURS if one.fails)
    verdicts = [audit(Case(behaviour, 60.0, 15.0, 0, seed=seed), tmp_path) for seed in range(1, 9)]
    assert [mistake for one in verdicts for mistake in mistakes(one)] == []


def test_the_same_case_gives_the_same_verdict(tmp_path: Path) -> None:
    case = Case(BEHAVIOURS[0], 60.0, 15.0, 1)
    first, second = audit(case, tmp_path), audit(case, tmp_path)
    assert first.results == second.results
