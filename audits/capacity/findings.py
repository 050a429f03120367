"""What a rung of the ramp showed, from raw evidence."""

from collections import Counter
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from epreuve.audits.capacity.ramp import Rung
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.evidence.store import Evidence

WORTH = 0.1  # of what as many users more would bring if nothing held them back [A]
_ENDED = "WHERE ended >= ? AND ended < ?"
_JOURNEYS = f"SELECT outcome, count(*) FROM attempt {_ENDED} GROUP BY outcome"  # noqa: S608
_TIMES = f"SELECT ended - intended FROM request {_ENDED}"  # noqa: S608 (a constant)
_STUCK = "SELECT count(*) FROM request WHERE started < ? AND ended >= ?"


class Findings(BaseModel):
    """Of what ended while so many users were there; times in seconds, None when nothing ended."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    users: int
    journeys: float  # that succeeded, a second
    requests: float  # a second, whatever their outcome
    p50: float | None  # of a request, answered or not
    p95: float | None
    p99: float | None
    failures: dict[Outcome, int]  # of journeys
    failed: float  # share of the journeys that ended, and of those that no longer move
    stuck: int  # requests without an end from the first to the last second that was counted
    cpu: float  # cores used by the busiest load process in its busiest second
    queued: float  # share of the time that it waited for a core, at worst


def read(evidence: Evidence, rung: Rung) -> Findings:
    """The findings of one rung."""
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
    return Findings(
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


def knee(found: Sequence[Findings]) -> Findings | None:
    """The rung after which more users bring next to nothing; None when they still did."""
    for place, here in enumerate(found[:-1]):
        if here.journeys and not any(_brings(here, more) for more in found[place + 1 :]):
            return here
    return None


def _brings(here: Findings, more: Findings) -> bool:
    """Whether journeys grew by a tenth of what users did."""
    return more.journeys / here.journeys - 1 >= WORTH * (more.users / here.users - 1)
