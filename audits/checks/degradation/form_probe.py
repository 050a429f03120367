"""Probe of a form whose citizen loses the link before sending it (DEG-8)."""

from collections.abc import Iterator

from epreuve.audits.checks.probing.context import OURS, HeldForm, ProbeContext, probe
from epreuve.audits.planning.plan import CONTROL_CELL, INTERRUPTED_FORM, Probe
from epreuve.audits.planning.probe_schedule import AtStart, InWindow
from epreuve.probes.evidence.records import Observation
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey, Steps
from epreuve.probes.journeys.session import Session, run_session


@probe("form", AtStart(0.5))
def form(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """Someone fills each critical form up to the step that files it; their link is then cut."""
    for rank, (name, journey) in enumerate(context.plan.profile.critical().items()):
        before, _ = _halves(journey)
        if journey.acknowledged_by is None or not before:
            continue
        way = context.way(200 + rank, INTERRUPTED_FORM)
        seen = way.run(before)
        context.held.append(HeldForm(name, way, seen.outcome, context.now()))
    yield from ()


@probe("form resumed", InWindow(CONTROL_CELL, 0.2))
def form_resumed(context: ProbeContext, request: Probe) -> Iterator[Observation]:
    """The link is back: the form is sent with what the citizen had, and looked for."""
    for rank, held in enumerate(context.held):
        journey = context.plan.profile.journeys[held.journey]
        held.way.close()  # after a cut, a telephone has another address
        seen = held.way.run(_halves(journey)[1])
        kept = seen.outcome == "success" and _verified(context, journey, held.way, 200 + rank)
        held.way.close()
        value = {
            "filled": held.outcome,
            "resumed": seen.outcome,
            "detail": seen.detail,
            "kept": kept,
            "since": held.at,
        }
        yield Observation(context.now(), "form", held.journey, value)


def _halves(journey: Journey) -> tuple[Steps, Steps]:
    """What comes before the step that gives the receipt, and the rest."""
    for rank, step in enumerate(journey.steps):
        if journey.acknowledged_by in step.capture:
            return journey.steps[:rank], journey.steps[rank:]
    return (), journey.steps


def _verified(context: ProbeContext, journey: Journey, way: Session, number: int) -> bool:
    citizen = Citizen(context.plan.seed, OURS + number)
    known = way.variables.captured
    seen = run_session(journey.verify, known, citizen, context.endpoint(), context.authority, 5.0)
    return bool(journey.verify) and seen.outcome == "success"
