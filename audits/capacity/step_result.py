"""Result of a step of the ramp, from raw evidence."""

from collections import Counter
from collections.abc import Sequence

from epreuve.audits.capacity.ramp import RampStep
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.faults.frozen_model import FrozenModel
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.load.records import LoadHealth

MIN_GAIN = 0.1  # of the gain in journeys that the additional users would give without a limit [A]


class StepResult(FrozenModel):
    """Journeys and requests that ended in a step. Times in seconds, None when nothing ended."""

    users: int
    journeys: float  # successful ones per second
    requests: float  # per second, with any outcome
    p50: float | None  # of requests with any outcome
    p95: float | None
    p99: float | None
    failures: dict[Outcome, int]  # journeys by outcome
    failed: float  # share of the ended and stuck journeys
    stuck: int  # requests without an end during the whole measured part
    cpu: float  # cores used by the busiest load process in its busiest second
    queued: float  # highest share of the time that it waited for a core


def read(evidence: Evidence, step: RampStep) -> StepResult:
    """Return the result of one step of the ramp."""
    window = step.counted, step.end
    length = step.end - step.counted
    outcomes: Counter[Outcome] = Counter(evidence.ended_journeys(*window))
    times = list(evidence.ended_requests(*window))
    stuck = evidence.open_requests(*window)
    succeeded = outcomes.pop("success", 0)
    failed = sum(outcomes.values()) + stuck
    health = [
        observation.record
        for observation in evidence.observations(LoadHealth)
        if step.counted <= observation.time < step.end
    ]
    return StepResult(
        users=step.users,
        journeys=succeeded / length,
        requests=len(times) / length,
        p50=_at(times, 0.5),
        p95=_at(times, 0.95),
        p99=_at(times, 0.99),
        failures=dict(outcomes.most_common()),
        failed=failed / (succeeded + failed) if failed else 0.0,
        stuck=stuck,
        cpu=max((record.cpu for record in health), default=0.0),
        queued=max((record.queued for record in health), default=0.0),
    )


def _at(times: Sequence[float], share: float) -> float | None:
    return round(percentile(times, share), 6) if times else None


def knee(results: Sequence[StepResult]) -> StepResult | None:
    """Return the first step after which throughput no longer grows, None if it always grows."""
    for index, result in enumerate(results[:-1]):
        if result.journeys and not any(_grows(result, later) for later in results[index + 1 :]):
            return result
    return None


def _grows(result: StepResult, later: StepResult) -> bool:
    """Return whether journeys grew by at least a tenth of the growth of users."""
    return later.journeys / result.journeys - 1 >= MIN_GAIN * (later.users / result.users - 1)
