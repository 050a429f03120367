"""Requests of a run in groups: percentiles of raw values, and outcomes."""

from array import array
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, get_args

from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.planning.plan import Plan, Window
from epreuve.faults.frozen_model import FrozenModel
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Outcome

Dimension = Literal["phase", "stage", "cohort", "journey", "step"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
OUTSIDE = ""  # between two windows, or in a journey that a kill left without an end
SUB_RESOURCE = " → "  # in the step name of a sub-resource of a page


class Group(FrozenModel):
    """Requests with equal dimensions. Times are seconds since the intended start of a request."""

    of: dict[Dimension, str]  # stages and phases by the name of their window
    requests: int
    succeeded: int
    p50: float  # until the response or the failure
    p95: float
    p99: float
    failures: dict[Outcome, int]


def groups(plan: Plan, evidence: Evidence, by: Sequence[Dimension]) -> list[Group]:
    """Return the groups, in the order of the plan, then by name.

    Sub-resources of pages are counted only when `by` has "step", in groups of their own.
    """
    times: dict[tuple[str, ...], array[float]] = defaultdict(lambda: array("d"))
    outcomes: dict[tuple[str, ...], Counter[Outcome]] = defaultdict(Counter)
    phases, stages = _Windows(plan, "phase"), _Windows(plan)
    for at, duration, step, outcome, cohort, journey in evidence.journey_requests():
        if SUB_RESOURCE in step and "step" not in by:
            continue
        values: Mapping[Dimension, str] = {
            "phase": phases.at(at), "stage": stages.at(at), "cohort": cohort or OUTSIDE,
            "journey": journey or OUTSIDE, "step": step,
        }  # fmt: skip
        key = tuple(values[dimension] for dimension in by)
        times[key].append(duration)
        outcomes[key][outcome] += 1
    order = {window.name: index for index, window in enumerate(plan.windows)}
    keys = sorted(times, key=lambda key: [(order.get(name, -1), name) for name in key])
    return [_group(dict(zip(by, key, strict=True)), times[key], outcomes[key]) for key in keys]


def _group(of: dict[Dimension, str], times: Sequence[float], outcomes: Counter[Outcome]) -> Group:
    succeeded = outcomes.pop("success", 0)
    p50, p95, p99 = (round(percentile(times, share), 6) for share in (0.5, 0.95, 0.99))
    return Group(
        of=of, requests=len(times), succeeded=succeeded, p50=p50, p95=p95, p99=p99,
        failures=dict(outcomes.most_common()),
    )  # fmt: skip


class _Windows:
    """Windows of one kind, or all that are not phases, by time. They never overlap."""

    def __init__(self, plan: Plan, kind: str = "") -> None:
        self._windows = sorted(_of_kind(plan, kind), key=lambda window: window.start)
        self._starts = [window.start for window in self._windows]

    def at(self, time: float) -> str:
        index = bisect_right(self._starts, time) - 1
        inside = index >= 0 and time < self._windows[index].end
        return self._windows[index].name if inside else OUTSIDE


def _of_kind(plan: Plan, kind: str) -> Iterator[Window]:
    return (
        window
        for window in plan.windows
        if (window.kind == kind) or not (kind or window.kind == "phase")
    )
