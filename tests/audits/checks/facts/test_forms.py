"""Forms without scripts, and forms kept during a cut."""

import pytest

from epreuve.audits.checks.degradation.form_probe import FormObservation
from epreuve.audits.checks.degradation.forms import HeldForm
from epreuve.audits.checks.degradation.no_script_probe import NoScriptObservation
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import CONTROL_CELL
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.records import Outcome
from tests.audits.checks.facts.conftest import See, fault, make, several


def walked(steps: int, plain: int) -> Observation[Record]:
    names = ("GET /", "POST /depot")
    record = NoScriptObservation(steps=names, completed=steps, without_script=names[:plain])
    return Observation(1.0, "deposer", record)


def test_plain_steps(see: See) -> None:
    assert see([walked(2, 1)]).plain_steps.tries == Tries(2, 1)
    with pytest.raises(NoEvidence, match="“POST /depot” failed"):
        _ = see([walked(1, 1)]).plain_steps


LINK = "citizens-interrupted-form"


def resumed(
    filled: Outcome = "success", outcome: Outcome = "success", kept: bool = True
) -> Observation[Record]:
    record = FormObservation(filled=filled, filled_at=1.0, resumed=outcome, detail="", kept=kept)
    return Observation(79.0, "deposer", record)


def test_the_duration_of_a_held_form_is_that_of_the_cut(see: See) -> None:
    cut = [fault(LINK, at=2.0), fault(LINK, "heal", at=78.0)]
    assert see([*cut, resumed()]).held_forms == (HeldForm("deposer", True, True, 76.0),)
    refused = [*cut, resumed(outcome="http error", kept=False)]
    assert not see([*refused, *several(CONTROL_CELL, "SSSS")]).held_forms[0].accepted
    with pytest.raises(NoEvidence, match="could not be filled"):
        _ = see([*cut, resumed(filled="gave up")]).held_forms
    with pytest.raises(NoEvidence, match="was not cut"):
        _ = see([resumed()]).held_forms


def test_a_service_that_refuses_all_users_does_not_lose_a_form(see: See) -> None:
    cut = [fault(LINK, at=2.0), fault(LINK, "heal", at=78.0)]
    refused = [*cut, resumed(outcome="http error", kept=False)]
    with pytest.raises(NoEvidence, match="Without a cut, 2 of 4 journeys succeeded"):
        _ = see([*refused, *several(CONTROL_CELL, "SSFF")]).held_forms
    with pytest.raises(NoEvidence, match="needs at least 3 tries, and had 0"):
        _ = see(refused).held_forms


def test_a_journey_without_a_form_to_hold_says_why(see: See) -> None:
    cut = [fault(LINK, at=2.0), fault(LINK, "heal", at=78.0)]
    get = {"get": "/recu", "capture": {"receipt": "n° (.+)"}}
    post = {"post": "/depot", "capture": {"receipt": "n° (.+)"}}
    for steps, why in (([get], "no step .* is a POST"), ([post, get], "opens no page before")):
        journeys = {"deposer": {"critical": True, "steps": steps, "acknowledged_by": "receipt"}}
        with pytest.raises(NoEvidence, match=why):
            _ = see(cut, make(journeys=journeys)).held_forms
