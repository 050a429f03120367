"""Probe of the information pages in calm, and while a dependency is silent (DEG-4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from epreuve.audits.checks.facts.information import (
    CalmInformationObservation,
    InformationObservation,
)
from epreuve.audits.checks.probing.context import ANY_PAGE, OURS, ProbeContext, probe
from epreuve.audits.planning.plan import COLD_CELL, CONTROL_COHORT, ISLAND_CELL, Probe
from epreuve.audits.planning.probe_schedule import InCalm, InSilentCell, InWindow
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.journeys.expectation import Expect
from epreuve.probes.journeys.journey import Journey

if TYPE_CHECKING:
    from epreuve.probes.http.response import HttpResponse

LOADS = 2  # of each page in calm: words in which they differ do not count


@probe("calm information", InCalm(0.8))
def send_calm_information(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Load each information page in calm, and keep it for the comparison with later loads."""
    from epreuve.probes.html.scripted import is_script_page  # see ProbeContext
    from epreuve.probes.pages.page_likeness import calm_page

    limit = context.plan.patience_of(CONTROL_COHORT)
    # An address that no service has: its page is the frame of all pages.
    unknown = next(iter(context.read(context.unknown_path(), limit).responses), None)

    def load(path: str) -> Observation[Record]:
        expect = expectation(path, context.plan.profile.journeys.values())
        results = [context.read(path, limit, expect) for _ in range(LOADS)]
        pages = [one.responses[-1] for one in results if one.outcome == "success"]
        if pages and not _proves(context, expect, unknown):
            context.calm_pages[path] = calm_page(pages, unknown)
        outcome = "success" if pages else results[-1].outcome
        scripted = any(page.is_html and is_script_page(page.text) for page in pages)
        record = CalmInformationObservation(served=bool(pages), outcome=outcome, scripted=scripted)
        return Observation(context.now(), path, record)

    yield from _side_by_side(load, context.plan.profile.information)


@probe(
    "information",
    InSilentCell(frozenset({"DB"}), 0.3),
    InWindow(ISLAND_CELL, 0.3),
    InWindow(COLD_CELL, -1.5),
    awaited=True,
    sends=lambda profile: len(profile.information),
)
def send_information(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Load all information pages side by side, with the patience of a user."""

    def load(path: str) -> Observation[Record]:
        return Observation(context.now(), path, _loaded(context, path, request.about))

    yield from _side_by_side(load, context.plan.profile.information)


def _side_by_side(
    load: Callable[[str], Observation[Record]], paths: Sequence[str]
) -> Iterator[Observation[Record]]:
    with ThreadPoolExecutor(max_workers=max(len(paths), 1)) as readers:
        yield from readers.map(load, paths)


def _loaded(context: ProbeContext, path: str, window: str) -> InformationObservation:
    from epreuve.probes.pages.page_likeness import likeness  # see ProbeContext

    expect = expectation(path, context.plan.profile.journeys.values())
    result = context.read(path, context.plan.patience_of(CONTROL_COHORT), expect)
    calm = context.calm_pages.get(path)
    if result.outcome != "success" or calm is None:
        served = result.outcome == "success"
        return InformationObservation(served=served, outcome=result.outcome, window=window)
    like = likeness(calm, result.responses[-1])
    return InformationObservation(
        served=like == "alike",
        outcome="success" if like == "alike" else "wrong content",
        window=window,
        unclear=like == "partly",
    )


def expectation(path: str, journeys: Iterable[Journey]) -> Expect:
    """Return the expectation of a journey about the page of a path, any page without one.

    A step after a submission or a captured value may expect a page of that user only.
    """
    for journey in journeys:
        for step in journey.steps:
            if step.get is None:
                break
            if step.get == path and not step.headers and step.expect != ANY_PAGE:
                return step.expect
            if step.capture:
                break
    return ANY_PAGE


def _proves(context: ProbeContext, expect: Expect, unknown: HttpResponse | None) -> bool:
    """Return whether an expectation of content tells a page from that of an unknown address."""
    from epreuve.probes.journeys.template import PlaceholderError, Variables
    from epreuve.probes.journeys.verdict import meets

    content = expect.model_copy(update={"status": None})
    if content == ANY_PAGE or unknown is None:
        return content != ANY_PAGE
    try:
        return not meets(content, unknown, Variables(context.plan.citizen(OURS)))
    except PlaceholderError:
        return True
