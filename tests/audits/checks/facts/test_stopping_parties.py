"""Third parties without which a journey stops, whatever their declared kind."""

import pytest

from epreuve.audits.checks.no_evidence import NoEvidence, NotApplicable
from epreuve.audits.planning.plan import CONTROL_CELL
from tests.audits.checks.facts.conftest import PLAN, See, attempt, fault, make


@pytest.mark.parametrize(
    ("kind", "ended", "stops"),
    [
        ("CONF", {"receipt": "N1", "receipt_at": 1.0}, True),  # comfort claims whole journeys
        ("PAY", {"receipt": "N1", "receipt_at": 1.0}, False),  # filed, to be paid later
        ("PAY", {}, True),
        ("DB", {}, False),  # the operator runs it
    ],
)
def test_a_third_party_of_any_kind_stops_a_journey(
    see: See, kind: str, ended: dict[str, float], stops: bool
) -> None:
    declared = PLAN.profile.dependencies
    plan = make(dependencies={"x": declared["identite"].model_copy(update={"set": kind})})
    window = plan.window("x:silent")
    assert window is not None
    times = {"receipt_at": window.start + 1} if ended else {}
    rows = [
        *(attempt(900 + i, plan.window(CONTROL_CELL).start + 0.3) for i in range(4)),
        *(attempt(i, window.start + 0.3, "http error", **{**ended, **times}) for i in range(4)),
        fault("dependency-x"),
    ]
    facts = see(rows, plan)
    assert facts.contradicted_comfort == ({"x"} if kind == "CONF" else set())
    if not stops:
        with pytest.raises(NotApplicable):
            _ = facts.without_identity
        return
    assert [cell.dependency for cell in facts.without_identity] == ["x"]


def test_a_third_party_in_doubt_may_stop_a_journey(see: See) -> None:
    declared = PLAN.profile.dependencies
    plan = make(dependencies={"base": declared["base"], "sms": declared["sms"]})
    with pytest.raises(NoEvidence, match="No dependency has a proxy") as error:
        _ = see([], plan).without_identity
    assert not isinstance(error.value, NotApplicable)
    window = plan.window("sms:silent")
    assert window is not None
    rows = [*(attempt(i, window.start + 0.3) for i in range(4)), fault("dependency-sms")]
    with pytest.raises(NoEvidence, match="the control cell needs") as error:
        _ = see(rows, plan).without_identity
    assert not isinstance(error.value, NotApplicable)
