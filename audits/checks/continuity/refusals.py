"""Rejected users and retries during the surge."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from epreuve.audits.checks.continuity.translation import translate
from epreuve.audits.checks.facts.attempts import FEWEST, judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.power_cuts import ActualCut
from epreuve.audits.checks.facts.surge import SurgeStage
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt, Request

SLAMMED = frozenset({"refused", "reset", "eof"})
LEFT_WAITING = frozenset({"gave up", "first byte timeout", "connect timeout", "body timeout"})


@dataclass(frozen=True)
class Retries:
    """Requests in the crisis: of completed journeys, all retries, failed retries."""

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
def retries(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], power_cuts: tuple[ActualCut, ...]
) -> Retries:
    """First tries and retries of critical journeys in all stages of the crisis.

    Reloads while the power is off do not count: no service can prevent them.
    """
    sent = useful = again = wasted = 0
    for window in _during(plan):
        came = judged(attempts, window)
        wanted = {attempt.arrival for attempt in came}
        done = {attempt.arrival for attempt in came if attempt.outcome == "success"}
        for arrival, attempt, at, good in _tries(evidence, window):
            if arrival in wanted and not _is_off(power_cuts, at):
                sent += 1
                useful += good and arrival in done
                again += attempt > 0
                wasted += attempt > 0 and not good
    if sent < FEWEST:
        raise NoEvidence(translate("There are too few requests."))
    return Retries(useful, again, wasted)


def _during(plan: Plan) -> Iterator[Window]:
    for stage in plan.crisis.stages:
        window = plan.window(stage.id)
        if stage.phase == "during" and window is not None:
            yield window


def _tries(evidence: Evidence, window: Window) -> Iterator[tuple[int, int, float, bool]]:
    """Yield arrival, reload, intended start and success of each request of a window."""
    for request in evidence.requests(window.start, window.end):
        yield request.arrival, request.attempt, request.intended, request.outcome == "success"


def _is_off(cuts: Iterable[ActualCut], at: float) -> bool:
    return any(cut.start <= at < (math.inf if cut.end is None else cut.end) for cut in cuts)


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
