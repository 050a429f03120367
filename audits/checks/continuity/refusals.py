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
    wanted = {each.arrival for each in came}
    done = {each.arrival for each in came if each.outcome == "success"}
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
    windows = [each for each in (plan.window("ramp"), surge_stage[1]) if each is not None]
    came = {each.arrival for window in windows for each in judged(attempts, window)}
    found: dict[int, Refusal] = {}
    for window in windows:
        for each in evidence.requests(window.start, window.end, failed=True):
            if each.arrival in came and each.arrival not in found and _is_away(each):
                took = each.ended - each.started
                found[each.arrival] = Refusal(took, each.size, bool(each.guided))
    return tuple(found.values())


def _is_away(request: Request) -> bool:
    """Return whether a user was rejected: 429, 5xx, closed connection, or no response in time."""
    if request.outcome == "http error":
        return request.status == 429 or request.status >= 500
    return request.outcome in SLAMMED or request.outcome in LEFT_WAITING
