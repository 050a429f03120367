"""Probe of users whose response is lost on the way, and who send the same request again (DAT-2)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice

from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.submissions import unknown_submissions
from epreuve.audits.checks.probing.context import OURS, ProbeContext, probe
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan, Probe
from epreuve.audits.planning.probe_schedule import InCalm
from epreuve.audits.planning.sizes import CONTROL_SHARE
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.pauses import LONGEST_PAUSE, PAUSE
from epreuve.reports.text import Text

USERS = 12  # whose response is lost: the bound is a quarter when nothing is stored twice [A]
FIRST_USER = 400  # among the probes' own users
SETTLE = 2.0  # times the users' patience in which a submission may appear: calm accepts one [A]


@record_kind("lost answer")
class LostAnswerObservation(Record):
    """A user whose response was lost on the way, and who sent again; the subject is the journey."""

    status: int
    """Status of the response that was lost; 0 where none came."""
    resent: Outcome
    """Outcome of the same request, sent again, and of the steps after it."""
    unique: bool | None
    """Whether the submission then existed once; null where `unique` does not say it."""


@probe("lost answers", InCalm(0.7), awaited=True)
def send_lost_answers(context: ProbeContext, request: Probe) -> Iterator[Observation[Record]]:
    """Lose the response to the request that stores the submission, then send it again, in calm."""
    journeys = {
        name: journey
        for name, journey in context.plan.profile.critical().items()
        if journey.unique
        and journey.around_submission() is not None
        and not any(step.locust for step in journey.steps)
    }
    if not journeys:
        return
    users = list(enumerate(islice(cycle(journeys.items()), USERS), FIRST_USER))
    spacing = _spacing(context)

    def play(user: tuple[int, tuple[str, Journey]]) -> Observation[Record] | None:
        number, (name, journey) = user
        _wait(context, (number - FIRST_USER) * spacing)
        record = None if context.is_over else _lose_and_resend(context, journey, number)
        return None if record is None else Observation(context.now(), name, record)

    with ThreadPoolExecutor(len(users), "lost-answers") as threads:
        yield from (one for one in threads.map(play, users) if one is not None)


def _wait(context: ProbeContext, seconds: float) -> None:
    """Wait, at most until the run is over: its end waits for the probes."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not context.is_over:
        time.sleep(min(left, PAUSE))


def _spacing(context: ProbeContext) -> float:
    """Seconds between two users: as rare as control users, but all of them before the crisis."""
    usual = 1 / (CONTROL_SHARE * context.plan.profile.service.normal_peak)
    ramp = context.plan.window("ramp")
    left = usual if ramp is None else (ramp.closes - context.now()) / USERS
    return max(min(usual, left), 0.0)


def _lose_and_resend(
    context: ProbeContext, journey: Journey, number: int
) -> LostAnswerObservation | None:
    """Run the journey of one user; None where the steps before the lost response fail."""
    before, rest = journey.around_submission() or ((), journey.steps)
    session = context.session(number, limit=context.plan.patience_of(CONTROL_COHORT))
    try:
        if before and session.run(before).outcome != "success":
            return None
        lost_at = time.monotonic()
        status = session.lose_response(rest[0])
        _wait(context, context.plan.retries[1])
        result = session.run(rest)
        count = _count_of(context, journey, number, result.captured)
        has_receipt = bool(journey.receipt_of(result.captured))
        unique = _settled(context, count, lost_at) if has_receipt else None
        return LostAnswerObservation(status=status, resent=result.outcome, unique=unique)
    finally:
        session.close()


def _settled(
    context: ProbeContext, count: Callable[[], bool | None], lost_at: float
) -> bool | None:
    """Return whether the submission exists once, when a queue or a replica has had its time.

    The second request came at most as long after the first one as the first was counted late. So
    after as long again, a copy that it stored is counted too.
    """
    settled = time.monotonic() + SETTLE * context.plan.profile.service.patience
    unique, pause = count(), PAUSE
    while not unique and time.monotonic() < settled and not context.is_over:
        _wait(context, pause)
        pause = min(2 * pause, LONGEST_PAUSE)
        again = count()
        unique = unique if again is None else again
    if unique:
        _wait(context, time.monotonic() - lost_at)
        again = count()
        unique = unique if again is None else again
    return unique


def _count_of(
    context: ProbeContext, journey: Journey, number: int, captured: Mapping[str, str]
) -> Callable[[], bool | None]:
    """Return a function that says whether the submission exists once; None where it is unknown."""
    from epreuve.probes.pages.receipt_state import may_change  # see ProbeContext
    from epreuve.probes.pages.submission import Submission
    from epreuve.probes.pages.unique_count import uniqueness

    submission = Submission.of(journey, captured, context.plan.citizen(OURS + number))
    limit = context.plan.patience_of(CONTROL_COHORT)

    def count() -> bool | None:
        result = context.read_again(journey.unique, submission, number, limit)
        return None if may_change(result) else uniqueness(submission, result)

    return count


@dataclass(frozen=True)
class LostAnswers:
    """Users of the probe: responses lost after the request was accepted, and records stored."""

    lost: int = 0
    counted: int = 0
    """Users who sent the request again and whose submissions were counted."""
    twice: int = 0
    """Users whose submission was stored twice after the second request."""
    unknown: tuple[Text, ...] = ()
    """A sentence for each journey in which the probe does not know the submission."""


@fact
def lost_answers(plan: Plan, evidence: Evidence, control_doubts: ControlDoubts) -> LostAnswers:
    """Responses that the probe lost, of requests that the service had accepted."""
    journeys = [item for item in plan.profile.critical().items() if item[1].unique]
    lost = [
        one.record
        for one in evidence.observations(LostAnswerObservation)
        if 200 <= one.record.status < 400 and one.subject not in control_doubts.unique
    ]
    counted = [one for one in lost if one.resent == "success" and one.unique is not None]
    return LostAnswers(
        len(lost), len(counted), sum(one.unique is False for one in counted),
        tuple(unknown_submissions(journeys)),
    )  # fmt: skip
