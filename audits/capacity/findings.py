"""Result of a step of the ramp, from raw evidence."""

from collections import Counter
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from epreuve.audits.capacity.ramp import RampStep
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.evidence.store import Evidence

MIN_GAIN = 0.1  # of the gain in journeys that the additional users would give without a limit [A]
_ENDED = "WHERE ended >= ? AND ended < ?"
_JOURNEYS = f"SELECT outcome, count(*) FROM attempt {_ENDED} GROUP BY outcome"  # noqa: S608
_TIMES = f"SELECT ended - intended FROM request {_ENDED}"  # noqa: S608 (a constant)
_STUCK = "SELECT count(*) FROM request WHERE started < ? AND ended >= ?"


class StepResult(BaseModel):
    """Journeys and requests that ended in a step. Times in seconds, None when nothing ended."""

    model_config = ConfigDict(extra="forbid", frozen=True)

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


def read(evidence: Evidence, rung: RampStep) -> StepResult:
    """Return the result of one step of the ramp."""
    window = rung.counted, rung.end
    length = rung.end - rung.counted
    ended: Counter[Outcome] = Counter(dict(evidence.stream(_JOURNEYS, *window)))
    times = [took for (took,) in evidence.stream(_TIMES, *window)]
    ((stuck,),) = evidence.stream(_STUCK, *window)
    good = ended.pop("success", 0)
    bad = sum(ended.values()) + stuck
    health = [
        each.value
        for each in evidence.observations("load")
        if each.subject == "health" and rung.counted <= each.time < rung.end
    ]
    return StepResult(
        users=rung.users,
        journeys=good / length,
        requests=len(times) / length,
        p50=_at(times, 0.5),
        p95=_at(times, 0.95),
        p99=_at(times, 0.99),
        failures=dict(ended.most_common()),
        failed=bad / (good + bad) if bad else 0.0,
        stuck=stuck,
        cpu=max((float(str(each["cpu"])) for each in health), default=0.0),
        queued=max((float(str(each["queued"])) for each in health), default=0.0),
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
