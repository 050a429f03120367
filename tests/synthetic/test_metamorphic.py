"""One behaviour gets one mark, whatever the scale, the rate and the number of dependencies.

`python -m tests.synthetic` plays all cases; here, each pair of values is played once.
"""

from pathlib import Path

import pytest

from tests.synthetic.agreement import disagreements
from tests.synthetic.audit import Case, audit
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


def test_the_same_case_gives_the_same_verdict(tmp_path: Path) -> None:
    case = Case(BEHAVIOURS[0], 60.0, 15.0, 1)
    first, second = audit(case, tmp_path), audit(case, tmp_path)
    assert first.results == second.results
