"""Check of the first calm minutes: whether the profile describes the service."""

from contextlib import closing
from pathlib import Path

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.errors import NotMeasurable
from epreuve.audits.execution.given_receipts import given_receipts
from epreuve.audits.execution.receipt_reading import calm_mistakes, check_calm
from epreuve.audits.execution.translation import translate
from epreuve.audits.messages.texts import recorded_text
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.steps import EnterWindow, Step
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.text import SEMICOLON, join


def ends_calm(step: Step) -> bool:
    """Return whether the load of the crisis begins with a step: the baselines are over."""
    return isinstance(step, EnterWindow) and step.window.kind == "ramp"


def check_calm_minutes(plan: Plan, path: Path) -> None:
    """Read the evidence of the baselines. Raises NotMeasurable for a profile that is wrong.

    A crisis of some minutes more would only repeat what calm shows.
    """
    with closing(Evidence(path)) as evidence:
        receipts = given_receipts(plan, evidence)
        mistakes = calm_mistakes(receipts.attempts, receipts.controls, 0.0)
        check_calm([row.record for row in mistakes])
        wrong = Facts(plan, evidence).misdescription
    if wrong is not None:
        sentence = translate(
            "the profile does not describe this service: in calm, {wrong} of {tried} journeys got "
            "another response than it expects, at step “{step}”: {detail}",
            wrong=wrong.wrong, tried=wrong.tried, step=wrong.step,
            detail=recorded_text(wrong.detail),
        )  # fmt: skip
        if wrong.excerpt:
            beginning = translate("the response begins with “{excerpt}”", excerpt=wrong.excerpt)
            sentence = join((sentence, beginning), SEMICOLON)
        raise NotMeasurable(
            translate(
                "{problem}. See each step: write `epreuve rehearse PROFILE`.", problem=sentence
            )
        )
