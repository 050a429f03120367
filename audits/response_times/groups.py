"""Every request of a run, in groups: percentiles of raw values, outcomes by class."""

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.evidence.store import Evidence

By = Literal["phase", "stage", "cohort", "journey", "step"]
WAYS: tuple[By, ...] = get_args(By)
OUTSIDE = ""  # between two windows, or of a citizen whose journey a kill left without an end
PART = " → "  # in the name of a page's sub-resource
_REQUESTS = """
SELECT r.intended, r.ended - r.intended, s.text, o.text, c.text, j.text
FROM request_row r JOIN label s ON s.id = r.step JOIN label o ON o.id = r.outcome
  LEFT JOIN attempt_row a ON a.arrival = r.arrival
  LEFT JOIN label c ON c.id = a.cohort LEFT JOIN label j ON j.id = a.journey
"""


class Group(BaseModel):
    """Requests that have something in common; times in seconds from when each was wanted."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: dict[By, str]  # stages and phases by the name of their window
    requests: int
    succeeded: int
    p50: float  # until the answer, or until it failed
    p95: float
    p99: float
    failures: dict[Outcome, int]


def groups(plan: Plan, evidence: Evidence, by: Sequence[By]) -> list[Group]:
    """All of them, in the order of the plan, then of names; reloads are requests too.

    What a page pulls in is counted only by step, where it has lines of its own.
    """
    times: dict[tuple[str, ...], array[int]] = defaultdict(lambda: array("q"))
    ended: dict[tuple[str, ...], Counter[Outcome]] = defaultdict(Counter)
    phases, stages = _Windows(plan, "phase"), _Windows(plan)
    for wanted, took, step, outcome, cohort, journey in evidence.stream(_REQUESTS):
        if PART in step and "step" not in by:
            continue
        at = wanted / 1e6
        known: Mapping[By, str] = {
            "phase": phases.at(at), "stage": stages.at(at), "cohort": cohort or OUTSIDE,
            "journey": journey or OUTSIDE, "step": step,
        }  # fmt: skip
        key = tuple(known[each] for each in by)
        times[key].append(took)
        ended[key][outcome] += 1
    order = {each.name: place for place, each in enumerate(plan.windows)}
    keys = sorted(times, key=lambda key: [(order.get(name, -1), name) for name in key])
    return [_group(dict(zip(by, key, strict=True)), times[key], ended[key]) for key in keys]


def _group(of: dict[By, str], times: Sequence[int], ended: Counter[Outcome]) -> Group:
    good = ended.pop("success", 0)
    low, high, top = (round(percentile(times, share) / 1e6, 6) for share in (0.5, 0.95, 0.99))
    return Group(
        of=of, requests=len(times), succeeded=good, p50=low, p95=high, p99=top,
        failures=dict(ended.most_common()),
    )  # fmt: skip


class _Windows:
    """In which window a time is; of `kind`, or of all that are no phase. Those never overlap."""

    def __init__(self, plan: Plan, kind: str = "") -> None:
        found = sorted(self._wanted(plan, kind), key=lambda each: each.start)
        self._starts = [each.start for each in found]
        self._all = found

    def at(self, time: float) -> str:
        place = bisect_right(self._starts, time) - 1
        inside = place >= 0 and time < self._all[place].end
        return self._all[place].name if inside else OUTSIDE

    @staticmethod
    def _wanted(plan: Plan, kind: str) -> Iterator[Window]:
        return (
            each
            for each in plan.windows
            if (each.kind == kind) or not (kind or each.kind == "phase")
        )
