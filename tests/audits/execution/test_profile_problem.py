"""Problems of a profile, from literal results of steps; and the error of an audit."""

from typing import Any

import pytest

from epreuve.audits.execution.profile_problem import differs, step_problem, verify_problem
from epreuve.audits.execution.step_player import PlayedStep
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.exchange import HttpExchange
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.session import SessionResult
from epreuve.probes.journeys.step import Step
from epreuve.probes.journeys.template import Variables
from epreuve.probes.journeys.verdict import judge
from epreuve.probes.pages.receipt_records import ReceiptControl

AT = ("journeys", "deposer", "steps", 1)
LOGIN = '<form><input type="password"></form> Connectez-vous'


def played(status: int, text: str, **step: Any) -> PlayedStep:
    """Return a step that got one response."""
    made = Step.model_validate({"post": "/depot", **step})
    response = HttpResponse(status, {"content-type": "text/html"}, text.encode(), len(text))
    variables = Variables(Citizen(1, 1))
    verdict = judge(made, response, variables)
    result = SessionResult(verdict.outcome, made.label, verdict.detail, {}, (response,))
    return PlayedStep(made, result, 0.1, variables)


def failed(outcome: Outcome, detail: str = "") -> PlayedStep:
    """Return a step that got no response."""
    result = SessionResult(outcome, "POST /depot", detail, {}, ())
    return PlayedStep(Step(post="/depot"), result, 0.1, Variables(Citizen(1, 1)))


def test_a_success_has_no_problem() -> None:
    assert step_problem(AT, played(200, "Merci", expect={"contains": "Merci"})) is None


def led(detail: str) -> PlayedStep:
    """Return a step that a redirect led to nothing."""
    step = failed("wrong content", detail)
    exchanges = (HttpExchange("POST", "/depot", 302, location="https://elsewhere.example/"),)
    return step._replace(result=step.result._replace(exchanges=exchanges))


@pytest.mark.parametrize(
    ("step", "place", "words", "remedy"),
    [
        (played(200, "Erreur", expect={"contains": ["E", "Merci"]}), ("expect", "contains", 1),
         "got status 200, but contains: 'Merci' is missing; the response begins with: Erreur",
         "Write under `contains`"),
        (played(200, "Erreur", capture={"receipt": r"n° (\d+)"}), ("capture", "receipt"),
         "capture receipt: no match", "Let `capture` name"),
        (played(201, "Merci", expect={"status": 200}), ("expect", "status"),
         "status 201 where 200 was expected", "Write `status: 201`"),
        (played(404, "Rien"), ("expect", "status"),
         "got status 404 where 2xx was expected; the response", "Correct the path"),
        (played(403, "Jeton"), ("expect", "status"), "got status 403", "hidden token"),
        (played(429, "Trop"), ("expect", "status"), "got status 429", "Raise the limit"),
        (played(500, "Panne"), ("expect", "status"), "got status 500", "Read the log"),
        (played(302, ""), ("expect", "status"), "the response has no text", "follow redirects"),
        (played(200, LOGIN, expect={"css": "h1"}), ("expect", "css"), "selects nothing",
         "steps that log in"),
        (failed("wrong content", "an upgrade to another protocol"), (), "an upgrade to another",
         "log of the service"),
        (led("redirects to another host"), (), "another host", "responds itself"),
        (failed("refused"), (), "step “POST /depot” fails: refused", "Start the service"),
        (failed("error", "{jeton}: no value has this name"), (), "no value has this name",
         "placeholders"),
        (failed("first byte timeout"), (), "first-byte time-out", "log of the service"),
    ],
)  # fmt: skip
def test_a_failure_has_its_place_and_its_remedy(
    step: PlayedStep, place: tuple[Any, ...], words: str, remedy: str
) -> None:
    problem = step_problem(AT, step)
    assert problem is not None
    assert problem.at == (*AT, *place)
    assert words in problem.sentence.en
    assert remedy in problem.remedy.en
    assert problem.sentence.fr != problem.sentence.en
    assert problem.remedy.fr != problem.remedy.en


def test_an_audit_refuses_a_response_that_differs_and_measures_a_service_in_error() -> None:
    assert differs(played(200, "Erreur", expect={"contains": "Merci"}))
    assert not differs(played(500, "Panne"))
    assert not differs(failed("wrong content", "redirects to another host"))


def test_the_error_of_an_audit_names_the_journey_the_remedy_and_the_verb() -> None:
    problem = step_problem(AT, played(200, "Erreur", expect={"contains": "Merci"}))
    assert problem is not None
    text = str(problem.refusal())
    assert text.startswith("journeys.deposer: the profile does not describe this service: ")
    assert "Write under `contains`" in text
    assert text.endswith("write `epreuve rehearse PROFILE`.")


JOURNEY = Journey.model_validate(
    {
        "steps": [{"post": "/d", "capture": {"receipt": "x"}}], "acknowledged_by": "receipt",
        "verify": [{"get": "/d"}],
    }
)  # fmt: skip
CONTROL = {"positive": False, "negative": False, "reason": "r"}


@pytest.mark.parametrize(
    ("control", "place", "words", "remedy"),
    [
        ({"detail": "GET /d: status 404 where 2xx was expected", "excerpt": "Rien"}, ("verify", 0),
         "status 404 where 2xx was expected; the response begins with: Rien", "no cookies"),
        ({"excerpt": "Dossier 3"}, ("missing",), "`missing` also describes", "`missing`"),
        ({"reason": "the receipt 12 is on the form before anything is sent"}, ("missing",),
         "is on the form", "`capture`"),
    ],
)  # fmt: skip
def test_a_receipt_that_cannot_be_read(
    control: dict[str, Any], place: tuple[Any, ...], words: str, remedy: str
) -> None:
    problem = verify_problem(
        "deposer", JOURNEY, ReceiptControl.model_validate({**CONTROL, **control})
    )
    assert problem is not None
    assert problem.at == ("journeys", "deposer", *place)
    assert words in problem.sentence.en
    assert remedy in problem.remedy.en


def test_a_receipt_that_can_be_read() -> None:
    good = ReceiptControl(positive=True, negative=False, reason="")
    assert verify_problem("deposer", JOURNEY, good) is None
