"""Rejected users and retries during the surge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from epreuve.audits.checks.continuity.translation import translate
from epreuve.audits.checks.facts.attempts import FEWEST, WAITED, judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.late_successes import require_long_load, short_load
from epreuve.audits.checks.facts.surge import SurgeStage, crowd
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.crises.crisis import Stage
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan, Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.reports.text import Text

SLAMMED = frozenset({"refused", "reset", "eof"})
LEAST_WITHOUT_RESPONSE = 0.05  # share of control users: with fewer, networks lose the responses [A]


@dataclass(frozen=True)
class Retries:
    """Requests in one stage: of completed journeys, all retries, failed retries.

    A retry after a response that the network lost is none of them. `announced` is the number of
    retries that the service announced by `Retry-After`: their users came back when asked to, so
    none of them is in vain. `short` is why the load of the stage was too short to show more; None
    where it was not.
    """

    useful: int
    reloads: int
    wasted: int
    short: Text | None = None
    announced: int = 0

    @property
    def share(self) -> float:
        """Useful requests as a share of them and of the vain reloads."""
        return self.useful / (self.useful + self.wasted)


@dataclass(frozen=True)
class Refusal:
    """First rejection of one user."""

    seconds: float
    size: int
    guided: bool


@fact
def retries(plan: Plan, evidence: Evidence, attempts: list[Attempt]) -> tuple[Retries, ...]:
    """First tries and retries of critical journeys of the crowd, by stage of the crisis.

    Stages with power cuts do not count: no service can prevent reloads while the power is off.
    """
    stages = [
        (stage, window)
        for stage in plan.crisis.stages
        if stage.phase == "during" and not stage.cuts
        if (window := plan.window(stage.id)) is not None
    ]
    if not stages:
        raise NoEvidence(translate("The power is cut in every stage of this crisis."))
    counted = [_retries(plan, evidence, attempts, *stage) for stage in stages]
    large = [one for one in counted if one is not None]
    if not large:
        raise NoEvidence(translate("No stage has the {least} requests needed.", least=FEWEST))
    with_share = tuple(one for one in large if one.useful + one.wasted)
    if not with_share:
        raise NoEvidence(
            translate("No journey succeeded and no user reloaded: there is no share to compute.")
        )
    return with_share


def _retries(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], stage: Stage, window: Window
) -> Retries | None:
    """Return the retries of one stage; None where it has too few requests."""
    came = [one for one in judged(attempts, window) if one.cohort in crowd(stage)]
    wanted = {attempt.arrival for attempt in came}
    done = {attempt.arrival for attempt in came if attempt.outcome == "success"}
    sent = useful = again = wasted = announced = 0
    announced_steps: set[tuple[int, str]] = set()  # the last response of these announced a time
    lost: set[tuple[int, str]] = set()  # users and steps whose last response the network lost
    may_lose = _losing_users(evidence, attempts, came, window)
    for request in evidence.requests(window.start, window.end):
        if request.arrival not in wanted:
            continue
        step, succeeded = (request.arrival, request.step), request.outcome == "success"
        is_reload = request.attempt > 0 and step not in lost
        is_announced = is_reload and step in announced_steps
        sent += 1
        useful += succeeded and request.arrival in done
        again += is_reload
        announced += is_announced
        wasted += is_reload and not succeeded and not is_announced
        (announced_steps.add if request.announced else announced_steps.discard)(step)
        is_lost = request.arrival in may_lose and _has_no_response(request)
        (lost.add if is_lost else lost.discard)(step)
    if sent < FEWEST:
        return None
    return Retries(useful, again, wasted, short_load(plan, came, window), announced)


def _losing_users(
    evidence: Evidence, attempts: Sequence[Attempt], came: Iterable[Attempt], window: Window
) -> set[int]:
    """Return the users whose network loses the responses that they miss, by arrival.

    None where control users miss responses, too.
    """
    failed = evidence.requests(window.start, window.end, failed=True)
    if _misses_responses(judged(attempts, window), failed):
        return set()
    return {one.arrival for one in came if one.cohort != CONTROL_COHORT}


@fact
def refusals(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], surge_stage: SurgeStage,
    short_surge: Text | None,
) -> tuple[Refusal, ...]:  # fmt: skip
    """First rejection of each user, in the ramp and in the surge.

    On the networks of the crisis, a connection or a response that is missing counts only where
    control users on clean links miss it too: otherwise, the network lost it.
    """
    require_long_load(short_surge)
    windows = [window for window in (plan.window("ramp"), surge_stage[1]) if window is not None]
    cohorts = {one.arrival: one.cohort for window in windows for one in judged(attempts, window)}
    refusals: dict[int, Refusal] = {}
    for window in windows:
        failed = [
            request
            for request in evidence.requests(window.start, window.end, failed=True)
            if request.arrival in cohorts and (_is_refused(request) or _has_no_response(request))
        ]
        is_service = _misses_responses(judged(attempts, window), failed)
        for request in failed:
            is_clean = cohorts[request.arrival] == CONTROL_COHORT
            if is_service or is_clean or _is_refused(request):
                took = request.ended - request.started
                refusal = Refusal(took, request.size, bool(request.guided))
                refusals.setdefault(request.arrival, refusal)
    return tuple(refusals.values())


def _misses_responses(attempts: Iterable[Attempt], failed: Iterable[Request]) -> bool:
    """Return whether the service left control users of a window without a response."""
    control = {one.arrival for one in attempts if one.cohort == CONTROL_COHORT}
    without = {request.arrival for request in failed if _has_no_response(request)} & control
    return bool(control) and len(without) >= LEAST_WITHOUT_RESPONSE * len(control)


def _is_refused(request: Request) -> bool:
    """Return whether the service said that it rejects a user."""
    return request.outcome == "http error" and (request.status == 429 or request.status >= 500)


def _has_no_response(request: Request) -> bool:
    """Return whether the connection was closed, or no response came in time."""
    return request.outcome in SLAMMED or request.outcome in WAITED
