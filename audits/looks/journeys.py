"""Citizens of the harness itself: without script, through a cut, while a partner is silent."""

import re
import time
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.looks.sight import OURS, Held, Sight, look
from epreuve.audits.planning.plan import CUT_WITNESS, Probe
from epreuve.probes.evidence.records import Observation
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey, Steps
from epreuve.probes.journeys.session import Session, SessionResult, run_session
from epreuve.probes.journeys.template import render
from epreuve.probes.pages.human_channel import human_channel
from epreuve.probes.pages.no_script import Page, works_without_script
from epreuve.probes.pages.print_style import has_print_style

_DATE = re.compile(r"\b\d{1,2}[/.]\d{1,2}[/.]\d{4}|\b\d{4}-\d\d-\d\d")
BACKLOG = 4  # submissions owed to a silent partner
BACKLOG_OUTAGES = 4.5  # how long to wait for them, in outages: just over what scores nothing
BACKLOG_EVERY = 0.2  # seconds between two looks


@look("plain walk")
def plain_walk(sight: Sight, probe: Probe) -> Iterator[Observation]:
    """Each critical journey, step by step: does the HTML lead there by itself? And its receipt."""
    for rank, (name, journey) in enumerate(sight.plan.profile.critical().items()):
        way = sight.way(100 + rank)
        pages: list[Page] = []
        plain: list[str] = []
        seen: SessionResult | None = None
        for step in journey.steps:
            if works_without_script(step, pages, way.known):
                plain.append(step.label)
            path = render(step.path, way.known)
            seen = way.take((step,))
            if seen.outcome != "success":
                break
            pages.append(Page(path, seen.answers[-1].text))
        way.hang_up()
        value = {
            "steps": [step.label for step in journey.steps],
            "walked": len(pages),
            "plain": plain,
        }
        yield Observation(sight.now(), "plain walk", name, value)
        if journey.acknowledged_by in way.known.captured and pages:
            number = way.known.captured[journey.acknowledged_by]
            yield Observation(sight.now(), "receipt page", name, _receipt(pages[-1].html, number))


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


@look("form")
def form(sight: Sight, probe: Probe) -> Iterator[Observation]:
    """Someone fills each critical form up to the step that files it; their link is then cut."""
    for rank, (name, journey) in enumerate(sight.plan.profile.critical().items()):
        before, _ = _halves(journey)
        if journey.acknowledged_by is None or not before:
            continue
        way = sight.way(200 + rank, CUT_WITNESS)
        seen = way.take(before)
        sight.held.append(Held(name, way, seen.outcome, sight.now()))
    yield from ()


@look("form resumed")
def form_resumed(sight: Sight, probe: Probe) -> Iterator[Observation]:
    """The link is back: the form is sent with what the citizen had, and looked for."""
    for rank, held in enumerate(sight.held):
        journey = sight.plan.profile.journeys[held.journey]
        held.way.hang_up()  # after a cut, a telephone has another address
        seen = held.way.take(_halves(journey)[1])
        kept = seen.outcome == "success" and _verified(sight, journey, held.way, 200 + rank)
        held.way.hang_up()
        value = {
            "filled": held.outcome,
            "resumed": seen.outcome,
            "detail": seen.detail,
            "kept": kept,
            "since": held.at,
        }
        yield Observation(sight.now(), "form", held.journey, value)


def _halves(journey: Journey) -> tuple[Steps, Steps]:
    """What comes before the step that gives the receipt, and the rest."""
    for rank, step in enumerate(journey.steps):
        if journey.acknowledged_by in step.capture:
            return journey.steps[:rank], journey.steps[rank:]
    return (), journey.steps


def _verified(sight: Sight, journey: Journey, way: Session, number: int) -> bool:
    citizen = Citizen(sight.plan.seed, OURS + number)
    known = way.known.captured
    seen = run_session(journey.verify, known, citizen, sight.door(), sight.authority, 5.0)
    return bool(journey.verify) and seen.outcome == "success"


@look("backlog")
def backlog(sight: Sight, probe: Probe) -> Iterator[Observation]:
    """Submissions filed while a partner is silent; when its last one was processed."""
    window = sight.plan.window(probe.about)
    critical = sight.plan.profile.critical()
    name = next((name for name, each in critical.items() if each.processed), None)
    if window is None or name is None:
        return
    outage = window.end - window.start
    owed = [
        way
        for rank in range(BACKLOG)
        if (way := _filed(sight, critical[name], 300 + rank, window.end)) is not None
    ]
    filed, done = len(owed), 0.0
    while owed and sight.now() < window.end + BACKLOG_OUTAGES * outage:
        time.sleep(BACKLOG_EVERY)
        asked = sight.now()
        owed = [way for way in owed if way.take(critical[name].processed).outcome != "success"]
        done = asked if not owed else done
    value = {"filed": filed, "left": len(owed), "done": done, "healed": window.end}
    yield Observation(sight.now(), "backlog", probe.about, {**value, "outage": outage})


def _filed(sight: Sight, journey: Journey, number: int, until: float) -> Session | None:
    left = until - sight.now()
    if left <= 0.1:
        return None
    way = sight.way(number, limit=left)
    return way if way.take(journey.steps).outcome == "success" else None
