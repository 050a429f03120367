"""Forms: walked without scripts, and held through a cut."""

import pytest

from epreuve.audits.checks.degradation.forms import HeldForm
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.probes.evidence.records import Observation
from tests.audits.checks.facts.conftest import See, fault


def walked(steps: int, plain: int) -> Observation:
    names = ["GET /", "POST /depot"]
    value = {"steps": names, "walked": steps, "plain": names[:plain]}
    return Observation(1.0, "plain walk", "deposer", value)


def test_plain_steps(see: See) -> None:
    assert see([walked(2, 1)]).plain_steps == Tries(2, 1)
    with pytest.raises(NoEvidence, match="“POST /depot” failed"):
        _ = see([walked(1, 1)]).plain_steps


LINK = "citizens-interrupted-form"


def resumed(filled: str = "success", outcome: str = "success", kept: bool = True) -> Observation:
    value = {"filled": filled, "resumed": outcome, "kept": kept, "detail": "", "since": 1.0}
    return Observation(79.0, "form", "deposer", value)


def test_a_form_is_held_for_as_long_as_the_cut_was_seen(see: See) -> None:
    cut = [fault(LINK, at=2.0), fault(LINK, "heal", at=78.0)]
    assert see([*cut, resumed()]).held_forms == (HeldForm("deposer", True, True, 76.0),)
    assert not see([*cut, resumed(outcome="http error", kept=False)]).held_forms[0].accepted
    with pytest.raises(NoEvidence, match="could not be filled"):
        _ = see([*cut, resumed(filled="gave up")]).held_forms
    with pytest.raises(NoEvidence, match="was not cut"):
        _ = see([resumed()]).held_forms
