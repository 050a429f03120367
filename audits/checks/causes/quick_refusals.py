"""Requests that the service refused quickly under load, against those that it served."""

from dataclasses import dataclass
from statistics import median

from epreuve.audits.checks.causes.step_medians import RESOURCE
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.facts.attempts import judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.surge import surge_stage
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt, Request

MOST = 0.5  # share of the failed requests from which a limit explains the failures [A]
FEWEST = 10  # refusals, and successes of the same step [A]
REFUSING = frozenset({429, 503})
SLOWER, ADDED = 2.0, 0.1  # a refusal takes at most this times, or seconds more than, a success [A]


@dataclass(frozen=True)
class QuickRefusals:
    """Requests of critical steps in the ramp and in the surge; times are medians in seconds.

    `number` of `failed` requests are refusals: complete responses with status 429 or 503, or with
    another content than that of the step. `step` has most of them.
    """

    failed: int
    number: int
    step: str = ""
    statuses: tuple[int, ...] = ()
    seconds: float = 0.0
    served: int = 0  # requests of this step
    served_seconds: float = 0.0

    @property
    def explain_failures(self) -> bool:
        """Whether most failures are refusals, as fast as a success of the same step.

        A step that never succeeds may have a wrong `expect` in the profile.
        """
        is_fast = self.seconds <= max(SLOWER * self.served_seconds, ADDED + self.served_seconds)
        return min(self.number, self.served) >= FEWEST and (
            is_fast and self.number >= MOST * self.failed
        )


@fact
def quick_refusals(plan: Plan, evidence: Evidence, attempts: list[Attempt]) -> QuickRefusals:
    """Refused requests of critical journeys that began in the ramp or in the surge.

    Raises NoEvidence where none began.
    """
    requests = [one for window in _windows(plan) for one in _of(evidence, attempts, window)]
    if not requests:
        raise NoEvidence(translate("No ramp was run."))
    failed = [one for one in requests if one.outcome != "success"]
    refused = [one for one in failed if _is_refusal(one)]
    names = [one.step for one in refused]
    if not names:
        return QuickRefusals(len(failed), 0)
    step = max(sorted(set(names)), key=names.count)
    served = [_time(one) for one in requests if one.outcome == "success" and one.step == step]
    return QuickRefusals(
        failed=len(failed),
        number=len(refused),
        step=step,
        statuses=tuple(sorted({one.status for one in refused})),
        seconds=median(_time(one) for one in refused if one.step == step),
        served=len(served),
        served_seconds=median(served) if served else 0.0,
    )


def _windows(plan: Plan) -> list[Window]:
    ramp = [window for window in plan.windows if window.kind == "ramp"]
    try:
        return [*ramp, surge_stage(plan)[1]]
    except NoEvidence:
        return ramp


def _of(evidence: Evidence, attempts: list[Attempt], window: Window) -> list[Request]:
    users = {attempt.arrival for attempt in judged(attempts, window)}
    rows = evidence.requests(window.start, window.end)
    return [one for one in rows if one.arrival in users and RESOURCE not in one.step]


def _is_refusal(request: Request) -> bool:
    return request.status in REFUSING or request.outcome == "wrong content"


def _time(request: Request) -> float:
    return request.ended - request.started
