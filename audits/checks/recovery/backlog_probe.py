"""Probe of the submissions that a silent partner delays (REC-4)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.reached import require_contacted
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.probing.context import ProbeContext, probe
from epreuve.audits.checks.recovery.translation import translate
from epreuve.audits.planning.plan import Probe
from epreuve.audits.planning.probe_schedule import InSilentCell
from epreuve.audits.profile.model import Profile
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.step import Steps
from epreuve.reports.text import Text

if TYPE_CHECKING:
    from epreuve.probes.journeys.session import Session

BACKLOG = 8  # submissions filed while the partner is silent, at most: its silence may end
BACKLOG_OUTAGES = 4.5  # longest wait for them, in outages: just over the value that scores nothing
BACKLOG_EVERY = 0.2  # seconds between two requests


@record_kind("backlog")
class BacklogObservation(Record):
    """Submissions filed while a partner was silent; the subject is the window of that silence."""

    filed: int
    """Submissions filed."""
    left: int
    """Submissions not processed when the probe stopped waiting."""
    completed_at: float
    """When the last one was processed; 0 when some are left, or none was filed."""
    partner_back_at: float
    """When the partner was back."""
    outage: float
    """Seconds of silence."""
    unanswered: int = 0
    """Submissions among those left whose last request got no response, or an error."""


def _submissions(profile: Profile) -> int:
    return BACKLOG if any(one.processed for one in profile.critical().values()) else 0


@probe("backlog", InSilentCell(frozenset({"API", "BO"}), 0.3), sends=_submissions)
def send_backlog(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """File submissions while a partner is silent, and wait until its last one is processed."""
    window = context.plan.window(request.about)
    critical = context.plan.profile.critical()
    name = next((name for name, journey in critical.items() if journey.processed), None)
    if window is None or name is None:
        return
    started = context.now()
    pending = [
        session
        for rank in range(BACKLOG)
        if (session := _filed(context, critical[name], 300 + rank, request.about)) is not None
    ]
    back = _wait_for_end(context, request.about)
    if back is None:
        return
    outage, filed = back - started, len(pending)
    until = back + BACKLOG_OUTAGES * outage
    left, completed_at, unanswered = _followed(context, pending, critical[name].processed, until)
    record = BacklogObservation(
        filed=filed, left=left, completed_at=completed_at, partner_back_at=back, outage=outage,
        unanswered=unanswered,
    )  # fmt: skip
    yield Observation(context.now(), request.about, record)


def _followed(
    context: ProbeContext, pending: list[Session], processed: Steps, until: float
) -> tuple[int, float, int]:
    """Ask until all submissions are processed, or until a time.

    Return how many are left, when the last one was processed, and for how many the service fails.
    """
    from epreuve.probes.journeys.session import is_definite  # see ProbeContext
    from epreuve.probes.pages.past_caches import as_reload

    processed = as_reload(processed)
    completed_at, unanswered = 0.0, 0
    while pending and not context.is_over and context.now() < until:
        time.sleep(BACKLOG_EVERY)
        now = context.now()
        results = [(session, session.run(processed)) for session in pending]
        pending = [session for session, result in results if result.outcome != "success"]
        unanswered = sum(not is_definite(result) for _, result in results)
        completed_at = now if not pending else completed_at
    return len(pending), completed_at, unanswered


def _filed(context: ProbeContext, journey: Journey, number: int, window: str) -> Session | None:
    """Return the session of a submission that was filed before the end of a window."""
    from epreuve.probes.pages.submission import Submission  # see ProbeContext

    if context.end_of(window) is not None:
        return None
    session = context.session(number)
    succeeded = session.run(journey.steps).outcome == "success"
    captured = session.variables.captured
    captured.update(Submission.of(journey, captured, session.variables.citizen).captured)
    return session if succeeded and context.end_of(window) is None else None


def _wait_for_end(context: ProbeContext, window: str) -> float | None:
    """Return when a window ended; None where the run ended first."""
    while (end := context.end_of(window)) is None and not context.is_over:
        time.sleep(BACKLOG_EVERY)
    return end


@dataclass(frozen=True)
class Backlog:
    """Submissions filed while a partner was silent, and the time to process them."""

    filed: int
    left: int
    took: float  # seconds from the partner's return to the last one processed
    outage: float  # seconds
    unanswered: int = 0  # of those left: whether they were processed is unknown


@fact
def backlog(
    evidence: Evidence, unproven: dict[str, Text], control_doubts: ControlDoubts
) -> Backlog:
    """Partner whose backlog took longest, relative to its outage.

    The silence of a partner that was never contacted delays nothing: it proves no short backlog.
    """
    observations = list(evidence.observations(BacklogObservation))
    partners = [observation.subject.rpartition(":")[0] for observation in observations]
    never = {name: unproven[name] for name in partners if name in unproven}
    backlogs = [
        Backlog(
            record.filed,
            record.left,
            max(record.completed_at - record.partner_back_at, 0.0),
            record.outage,
            record.unanswered,
        )
        for record in (
            observation.record
            for partner, observation in zip(partners, observations, strict=True)
            if partner not in never
        )
    ]
    if not any(one.left for one in backlogs):
        require_contacted(never)
    if not backlogs:
        raise NoEvidence(
            translate("No partner (API, BO) has a proxy, or no journey has `processed:`.")
        )
    control_doubts.require_processed()
    queued = [backlog for backlog in backlogs if backlog.filed]
    if not queued:
        raise NoEvidence(
            translate("Nothing could be filed while the partner was silent: there was no backlog.")
        )
    return max(queued, key=lambda backlog: (backlog.left > 0, backlog.took / backlog.outage))
