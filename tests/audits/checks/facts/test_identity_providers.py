"""Dependencies at which the run saw users sign in, whatever kind the profile gives them."""

import pytest

from epreuve.audits.checks.facts.traffic import TrafficObservation
from epreuve.audits.checks.no_evidence import CountedAsFailed, NotApplicable
from epreuve.audits.planning.plan import CONTROL_CELL
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.load.records import RedirectObservation
from tests.audits.checks.facts.conftest import PLAN, See, attempt, fault, make, page

SIGN_IN = Observation(
    1.0, CONTROL_CELL, TrafficObservation(opened={}, sign_ins={"dependency-x": 1})
)
ADDRESS = PLAN.profile.dependencies["identite"].listen
REDIRECT = Observation(1.0, "POST /login", RedirectObservation(host=ADDRESS))
PAGE = page("/", third_parties=[ADDRESS])
NOTHING = Observation(1.0, CONTROL_CELL, TrafficObservation(opened={"dependency-x": 4}))


@pytest.mark.parametrize(
    ("kind", "seen", "is_provider"),
    [
        ("DB", SIGN_IN, True),
        ("OBJ", SIGN_IN, True),
        ("BO", SIGN_IN, True),
        ("DB", REDIRECT, True),
        ("BO", PAGE, True),
        ("OBJ", PAGE, False),  # browsers load the stored files
        ("OBJ", REDIRECT, False),
        ("DB", NOTHING, False),
    ],
)
def test_an_own_dependency_without_which_journeys_stop(
    see: See, kind: str, seen: Observation[Record], is_provider: bool
) -> None:
    identity = PLAN.profile.dependencies["identite"]
    plan = make(dependencies={"x": identity.model_copy(update={"set": kind})})
    window = plan.window("x:silent")
    assert window is not None
    rows = [
        *(attempt(900 + i, plan.window(CONTROL_CELL).start + 0.3) for i in range(4)),
        *(attempt(i, window.start + 0.3, "http error") for i in range(4)),
        fault("dependency-x"),
    ]
    facts = see([*rows, seen], plan)
    if is_provider:
        assert [cell.dependency for cell in facts.without_identity] == ["x"]
        assert facts.indispensable_hosts == ("x",)
        with pytest.raises(CountedAsFailed, match="declares x as the operator's own"):
            _ = facts.island
    else:
        with pytest.raises(NotApplicable):
            _ = facts.without_identity
        assert facts.contradicted_own == ()
