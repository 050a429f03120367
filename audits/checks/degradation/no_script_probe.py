"""Probe of critical journeys without script, and of the receipt page (DEG-7, DAT-3)."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.receipt_pages import ReceiptPageObservation
from epreuve.audits.checks.no_evidence import NoEvidence, NotApplicable
from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.checks.probing.style_sheets import read_sheets
from epreuve.audits.planning.plan import Plan, Probe
from epreuve.audits.planning.probe_schedule import InCalm
from epreuve.audits.profile.name import name_in
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey

if TYPE_CHECKING:
    from epreuve.probes.pages.no_script import Page

FIRST_USER = 100  # number of the first user of this probe


class BlockedStep(Record):
    """A step to which no link and no form leads."""

    step: str
    """Label of the step."""
    fields: tuple[str, ...] = ()
    """Fields that the nearest form does not send; empty without such a form."""


@record_kind("no script")
class NoScriptObservation(Record):
    """One critical journey without scripts; the subject is the journey."""

    steps: tuple[str, ...]
    """Steps of the journey."""
    completed: int
    """Number of steps that succeeded."""
    without_script: tuple[str, ...]
    """Steps to which a link or a form of an earlier page leads."""
    blocked: tuple[BlockedStep, ...] = ()
    """Steps to which none leads."""
    pages: int = 1
    """Number of responses that are HTML; 0 for the interface of a program."""


@probe("no script", InCalm(0.5))
def send_no_script(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Follow each critical journey, and find the steps to which the HTML alone leads."""
    for rank, (name, journey) in enumerate(context.plan.profile.critical().items()):
        if any(step.locust for step in journey.steps):
            continue  # its requests are known to the user's own program only
        yield from _play(context, name, journey, rank)


def _play(
    context: ProbeContext, name: str, journey: Journey, rank: int
) -> Iterator[Observation[Record]]:
    from epreuve.probes.pages.no_script import Page, obstacle  # see ProbeContext

    session = context.session(FIRST_USER + rank)
    pages: list[Page] = []
    without_script: list[str] = []
    blocked: list[BlockedStep] = []
    completed = 0
    for step in journey.steps:
        why = obstacle(step, pages, session.variables)
        if why is None:
            without_script.append(step.label)
        else:
            blocked.append(BlockedStep(step=step.label, fields=why.fields))
        result = session.run((step,))
        if result.outcome != "success":
            break
        completed += 1
        response = result.responses[-1]
        if response.is_html:
            pages.append(Page(context.origin + response.target, response.text))
    session.close()
    record = NoScriptObservation(
        steps=tuple(step.label for step in journey.steps),
        completed=completed,
        without_script=tuple(without_script),
        blocked=tuple(blocked),
        pages=len(pages),
    )
    yield Observation(context.now(), name, record)
    captured = session.variables.captured
    if journey.acknowledged_by in captured and pages:
        number = captured[journey.acknowledged_by]
        user = session.variables.citizen
        yield Observation(context.now(), name, _receipt_page(context, pages, number, user))


def _receipt_page(
    context: ProbeContext, pages: "list[Page]", receipt: str, user: Citizen
) -> ReceiptPageObservation:
    from epreuve.probes.html.visible_text import page_text  # see ProbeContext
    from epreuve.probes.pages.dates import shows_date
    from epreuve.probes.pages.human_channel import channel_in, page_language
    from epreuve.probes.pages.print_style import is_printable
    from epreuve.probes.pages.receipt_number import receipt_number, shows

    *others, page = pages
    sheets = read_sheets(context, page.url, page.html)
    text = page_text(page.html, [sheet.text for sheet in sheets if sheet.for_screen])
    earlier = " ".join(page_text(one.html, []) for one in others)
    number = receipt_number(receipt, text, earlier, user)
    languages = [page_language(page.html), *context.plan.profile.service.languages]
    channel = channel_in(text, languages, [user])
    return ReceiptPageObservation(
        shows_number=shows(text, number),
        number_length=len(number),
        shows_date=shows_date(text, datetime.datetime.now(datetime.UTC).date()),
        print_style=is_printable(page.html, [sheet.text for sheet in sheets]),
        human_channel=channel.phone or channel.address,
    )


@dataclass(frozen=True)
class PlainSteps:
    """Steps of critical journeys, those that links and forms reach, and the others by journey."""

    tries: Tries
    blocked: tuple[tuple[str, BlockedStep], ...]


@fact
def plain_steps(plan: Plan, evidence: Evidence) -> PlainSteps:
    """Steps of critical journeys to which links and forms lead without a script."""
    journeys, names = list(evidence.observations(NoScriptObservation)), plan.profile.journeys
    if not journeys:
        raise NoEvidence(translate("No journey was read."))
    for journey in journeys:
        record = journey.record
        if record.completed < len(record.steps):
            raise NoEvidence(
                translate(
                    "{journey}: “{step}” failed, so the journey could not be read.",
                    journey=name_in(names, journey.subject),
                    step=record.steps[record.completed],
                )
            )
    if not any(journey.record.pages for journey in journeys):
        raise NotApplicable(
            translate("No response of the critical journeys is HTML: programs use this service.")
        )
    tries = Tries(
        sum(len(journey.record.steps) for journey in journeys),
        sum(len(journey.record.without_script) for journey in journeys),
    )
    blocked = [
        (name_in(names, journey.subject), step)
        for journey in journeys
        for step in journey.record.blocked
    ]
    return PlainSteps(tries, tuple(blocked))
