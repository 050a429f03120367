"""Probe of a form whose user loses the link before sending it (DEG-8)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from epreuve.audits.checks.probing.context import OURS, FilledForm, ProbeContext, probe
from epreuve.audits.planning.plan import CONTROL_CELL, CONTROL_COHORT, Probe
from epreuve.audits.planning.probe_cohort import ProbeCohort
from epreuve.audits.planning.probe_schedule import AtStart, InWindow
from epreuve.faults.silent import Silent
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.step import Steps
from epreuve.probes.pages.pauses import PAUSE

if TYPE_CHECKING:
    from epreuve.probes.journeys.session import Session, SessionResult

# The link is back in the control cell, where nothing fails. DEG-8 gives no point above 30 min.
INTERRUPTED = ProbeCohort(
    "interrupted-form", service=Silent(), start=4.0, until=CONTROL_CELL, lasts=1_801.0
)


@record_kind("form")
class FormObservation(Record):
    """A form whose user lost the network before sending it; the subject is the journey."""

    filled: Outcome
    """Outcome of the steps before the cut."""
    filled_at: float
    """When the form was filled."""
    resumed: Outcome
    """Outcome of the remaining steps, after the cut."""
    detail: str
    """Cause of a failure after the cut; empty without one."""
    kept: bool
    """Whether the submission was then read back whole."""


@probe("form", AtStart(0.5), cohort=INTERRUPTED)
def fill_forms(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Fill each critical form up to the step that files it; the link of its user is then cut."""
    for rank, (name, journey) in enumerate(context.plan.profile.critical().items()):
        before, _ = journey.around_submission() or ((), ())
        if not before:
            continue  # see `forms`, which gives the reason
        session = context.session(200 + rank, INTERRUPTED.name)
        result = session.run(before)
        context.held.append(FilledForm(name, session, result.outcome, context.now()))
    yield from ()


@probe(
    "form resumed", InWindow(CONTROL_CELL, 0.2), awaited=True,
    sends=lambda profile: len(profile.critical()),
)  # fmt: skip
def send_forms(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Send each form with what its user had, once the link is back, and read it back.

    A refused form is sent again within the users' patience: a service may limit the requests.
    """
    for rank, held in enumerate(context.held):
        journey = context.plan.profile.journeys[held.journey]
        _, rest = journey.around_submission() or ((), journey.steps)
        result = _sent(context, held.session, rest)
        kept = result.outcome == "success" and _verified(context, journey, held.session, 200 + rank)
        held.session.close()
        record = FormObservation(
            filled=held.outcome, filled_at=held.at, resumed=result.outcome, detail=result.detail,
            kept=kept,
        )  # fmt: skip
        yield Observation(context.now(), held.journey, record)


def _sent(context: ProbeContext, session: Session, steps: Steps) -> SessionResult:
    """Send a form until it is accepted, at most for the users' patience."""
    end = time.monotonic() + context.plan.patience_of(CONTROL_COHORT)
    while True:
        session.close()  # after a cut, a telephone has another address
        result = session.run(steps)
        left = end - time.monotonic()
        if result.outcome == "success" or left <= 0 or context.is_over:
            return result
        time.sleep(min(PAUSE, left))


def _verified(context: ProbeContext, journey: Journey, session: Session, number: int) -> bool:
    """Return whether the submission can be read; it may appear within the users' patience."""
    from epreuve.probes.pages.reading_step import at_reading  # see ProbeContext
    from epreuve.probes.pages.submission import Submission

    citizen = context.plan.citizen(OURS + number)
    submission = Submission.of(journey, session.variables.captured, citizen)
    end = time.monotonic() + context.plan.patience_of(CONTROL_COHORT)
    while journey.verify and (left := end - time.monotonic()) > 0 and not context.is_over:
        result = context.read_again(journey.verify, submission, number, left)
        if at_reading(submission, result).outcome == "success":
            return True
        time.sleep(min(PAUSE, left))
    return False
