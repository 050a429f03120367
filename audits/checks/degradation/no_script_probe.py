"""Probe of critical journeys without script, and of the receipt page (DEG-7, DAT-3)."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.receipt_pages import ReceiptPageObservation
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import AtStart
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.journeys.template import render
from epreuve.probes.pages.human_channel import human_channel
from epreuve.probes.pages.no_script import Page, works_without_script
from epreuve.probes.pages.print_style import has_print_style

_DATE = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{4}|\b\d{4}-\d\d-\d\d")


@record_kind("no script")
class NoScriptObservation(Record):
    """One critical journey without scripts; the subject is the journey."""

    steps: tuple[str, ...]
    """Steps of the journey."""
    completed: int
    """Number of steps that succeeded."""
    without_script: tuple[str, ...]
    """Steps to which a link or a form of an earlier page leads."""


@probe("no script", AtStart(1.2))
def send_no_script(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Play each critical journey, and find the steps to which the HTML alone leads."""
    for rank, (name, journey) in enumerate(context.plan.profile.critical().items()):
        session = context.session(100 + rank)
        pages: list[Page] = []
        without_script: list[str] = []
        for step in journey.steps:
            if works_without_script(step, pages, session.variables):
                without_script.append(step.label)
            path = render(step.path, session.variables)
            result = session.run((step,))
            if result.outcome != "success":
                break
            pages.append(Page(path, result.responses[-1].text))
        session.close()
        record = NoScriptObservation(
            steps=tuple(step.label for step in journey.steps),
            completed=len(pages),
            without_script=tuple(without_script),
        )
        yield Observation(context.now(), name, record)
        captured = session.variables.captured
        if journey.acknowledged_by in captured and pages:
            number = captured[journey.acknowledged_by]
            yield Observation(context.now(), name, _receipt_page(pages[-1].html, number))


def _receipt_page(page: str, number: str) -> ReceiptPageObservation:
    body = LexborHTMLParser(page).body
    text = body.text(separator=" ") if body is not None else ""
    channel = human_channel(page)
    return ReceiptPageObservation(
        shows_number=number in text,
        number_length=len(number),
        shows_date=bool(_DATE.search(text)),
        print_style=has_print_style(page),
        human_channel=channel.phone or channel.address,
    )


@fact
def plain_steps(evidence: Evidence) -> Tries:
    """Steps of critical journeys to which links and forms lead without a script."""
    journeys = list(evidence.observations(NoScriptObservation))
    if not journeys:
        raise NoEvidence(translate("No journey was read."))
    for journey in journeys:
        record = journey.record
        if record.completed < len(record.steps):
            raise NoEvidence(
                translate(
                    "{journey}: “{step}” failed, so the journey could not be read.",
                    journey=journey.subject,
                    step=record.steps[record.completed],
                )
            )
    return Tries(
        sum(len(journey.record.steps) for journey in journeys),
        sum(len(journey.record.without_script) for journey in journeys),
    )
