"""Rejected users and retries during the surge."""

from dataclasses import dataclass

from epreuve.audits.checks.continuity.translation import translate
from epreuve.audits.checks.facts.attempts import FEWEST, judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.surge import SurgeStage
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt, Request

SLAMMED = frozenset({"refused", "reset", "eof"})
LEFT_WAITING = frozenset({"gave up", "first byte timeout", "connect timeout", "body timeout"})


@dataclass(frozen=True)
class Retries:
    """Requests in the surge: of completed journeys, all retries, failed retries."""

    useful: int
    reloads: int
    wasted: int


@dataclass(frozen=True)
class Refusal:
    """First rejection of one user."""

    seconds: float
    size: int
    guided: bool


@fact
def retries(evidence: Evidence, attempts: list[Attempt], surge_stage: SurgeStage) -> Retries:
    """First tries and retries of critical journeys in the surge."""
    window = surge_stage[1]
    came = judged(attempts, window)
    wanted = {attempt.arrival for attempt in came}
    done = {attempt.arrival for attempt in came if attempt.outcome == "success"}
    sent = useful = again = wasted = 0
    for arrival, attempt, _, good in evidence.request_tries(window.start, window.end):
        if arrival in wanted:
            sent += 1
            useful += good and arrival in done
            again += attempt > 0
            wasted += attempt > 0 and not good
    if sent < FEWEST:
        raise NoEvidence(translate("There are too few requests."))
    return Retries(useful, again, wasted)


@fact
def refusals(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], surge_stage: SurgeStage
) -> tuple[Refusal, ...]:
    """First rejection of each user, in the ramp and in the surge."""
    windows = [window for window in (plan.window("ramp"), surge_stage[1]) if window is not None]
    came = {attempt.arrival for window in windows for attempt in judged(attempts, window)}
    refusals: dict[int, Refusal] = {}
    for window in windows:
        for request in evidence.requests(window.start, window.end, failed=True):
            if request.arrival in came and request.arrival not in refusals and _is_away(request):
                took = request.ended - request.started
                refusals[request.arrival] = Refusal(took, request.size, bool(request.guided))
    return tuple(refusals.values())


def _is_away(request: Request) -> bool:
    """Return whether a user was rejected: 429, 5xx, closed connection, or no response in time."""
    if request.outcome == "http error":
        return request.status == 429 or request.status >= 500
    return request.outcome in SLAMMED or request.outcome in LEFT_WAITING
