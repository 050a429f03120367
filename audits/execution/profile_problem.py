"""Differences between a profile and its service in calm. Pure functions.

The audit refuses them before the crisis; the rehearsal reports them with the same sentences.
"""

from epreuve.audits.errors import NotMeasurable
from epreuve.audits.execution.remedies import step_remedy, verify_remedy
from epreuve.audits.execution.step_player import PlayedStep
from epreuve.audits.execution.translation import translate
from epreuve.audits.messages.texts import recorded_text
from epreuve.audits.reading.mistake import Location
from epreuve.faults.frozen_model import FrozenModel
from epreuve.probes.journeys.comparison import compare
from epreuve.probes.journeys.excerpt import excerpt
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.receipt_records import ReceiptControl
from epreuve.reports.text import SEMICOLON, Text, join


class ProfileProblem(FrozenModel):
    """One problem at one place of a profile."""

    at: Location
    """Keys and indices of the place, from the root of the file."""
    sentence: Text
    """What is wrong."""
    remedy: Text
    """What to do."""

    def refusal(self) -> NotMeasurable:
        """Return the error with which an audit refuses to go on."""
        journey = ".".join(map(str, self.at[:2]))
        return NotMeasurable(
            translate(
                "{journey}: {problem}. {remedy} See each step: write `epreuve rehearse PROFILE`.",
                journey=journey, problem=self.sentence, remedy=self.remedy,
            )
        )  # fmt: skip


def differs(played: PlayedStep) -> bool:
    """Return whether the service responded, and not as the profile expects."""
    return played.result.outcome == "wrong content" and bool(played.result.responses)


def step_problem(at: Location, played: PlayedStep) -> ProfileProblem | None:
    """Return the problem of a step of a journey, None where it succeeded; `at` is its place."""
    result = played.result
    if result.outcome == "success":
        return None
    if not result.responses:
        cause = recorded_text(result.detail or result.outcome)
        sentence = translate("in calm, step “{step}” fails: {cause}", step=result.step, cause=cause)
        return ProfileProblem(at=at, sentence=sentence, remedy=step_remedy(played))
    response = result.responses[-1]
    unmet = (one.at for one in compare(played.step, response, played.variables) if one.unmet)
    place: Location = next(unmet, ())
    detail = recorded_text(result.detail)
    if place != ("expect", "status"):
        detail = translate(
            "status {status}, but {detail}", status=str(response.status), detail=detail
        )
    sentence = translate(
        "the profile does not describe this service: in calm, step “{step}” got {detail}",
        step=result.step, detail=detail,
    )  # fmt: skip
    return ProfileProblem(
        at=(*at, *place), remedy=step_remedy(played),
        sentence=join((sentence, _beginning(excerpt(response, played.variables))), SEMICOLON),
    )  # fmt: skip


def _beginning(shown: str) -> Text:
    """Return a sentence about the beginning of a response, from its excerpt."""
    if not shown:
        return translate("the response has no text")
    return translate("the response begins with: {excerpt}", excerpt=shown)


def verify_problem(name: str, journey: Journey, control: ReceiptControl) -> ProfileProblem | None:
    """Return why the receipt just made cannot be read, None where it can: see ReceiptControl.

    `name` is that of the journey.
    """
    if control.positive:
        return None
    if control.detail:
        sentence = translate(
            "the profile does not describe this service: in calm, `verify` fails for a receipt "
            "just made: {detail}",
            detail=recorded_text(control.detail),
        )
    elif control.excerpt:
        sentence = translate(
            "the profile does not describe this service: in calm, `missing` also describes the "
            "response to a receipt just made"
        )
    else:
        sentence = recorded_text(control.reason)
    if control.excerpt:
        sentence = join((sentence, _beginning(control.excerpt)), SEMICOLON)
    at: Location = ("journeys", name, "verify" if control.detail else "missing")
    for rank, step in enumerate(journey.verify):
        if control.detail.startswith(step.label):
            at = (*at, rank)
            break
    return ProfileProblem(at=at, sentence=sentence, remedy=verify_remedy(control))
