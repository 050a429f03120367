"""Probe of critical journeys without script, and of the receipt page (DEG-7, DAT-3)."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import AtStart
from epreuve.probes.evidence.records import Observation
from epreuve.probes.journeys.session import SessionResult
from epreuve.probes.journeys.template import render
from epreuve.probes.pages.human_channel import human_channel
from epreuve.probes.pages.no_script import Page, works_without_script
from epreuve.probes.pages.print_style import has_print_style

_DATE = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{4}|\b\d{4}-\d\d-\d\d")


@probe("plain walk", AtStart(1.2))
def plain_walk(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """Each critical journey, step by step: does the HTML lead there by itself? And its receipt."""
    for rank, (name, journey) in enumerate(context.plan.profile.critical().items()):
        way = context.way(100 + rank)
        pages: list[Page] = []
        plain: list[str] = []
        seen: SessionResult | None = None
        for step in journey.steps:
            if works_without_script(step, pages, way.variables):
                plain.append(step.label)
            path = render(step.path, way.variables)
            seen = way.run((step,))
            if seen.outcome != "success":
                break
            pages.append(Page(path, seen.responses[-1].text))
        way.close()
        value = {
            "steps": [step.label for step in journey.steps],
            "walked": len(pages),
            "plain": plain,
        }
        yield Observation(context.now(), "plain walk", name, value)
        if journey.acknowledged_by in way.variables.captured and pages:
            number = way.variables.captured[journey.acknowledged_by]
            yield Observation(context.now(), "receipt page", name, _receipt(pages[-1].html, number))


def _receipt(page: str, number: str) -> dict[str, object]:
    body = LexborHTMLParser(page).body
    text = body.text(separator=" ") if body is not None else ""
    channel = human_channel(page)
    return {
        "number": number in text,
        "length": len(number),
        "date": bool(_DATE.search(text)),
        "print_style": has_print_style(page),
        "channel": channel.phone or channel.address,
    }
