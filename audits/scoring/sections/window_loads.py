"""Journeys and response times of each window of the timeline, counted as the criteria count."""

from collections.abc import Iterable, Iterator

from epreuve.audits.checks.facts.attempts import NEVER_SENT, WAITED, count, judged
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt, Outcome
from epreuve.reports.assessment import WindowLoad

# A refusal or an error in milliseconds is no response that a user waited for.
TIMED: tuple[Outcome, ...] = ("success", *sorted(WAITED))


def window_loads(plan: Plan, evidence: Evidence) -> dict[str, WindowLoad]:
    """Return the load of each window by its name; a phase has the sums of its windows."""
    parts = [window for window in plan.windows if window.kind != "phase"]
    loads = {window.name: _load(evidence, window) for window in parts}
    for phase in plan.windows:
        if phase.kind == "phase":
            inside = [one for one in parts if phase.start <= one.start < phase.end]
            loads[phase.name] = _sum(evidence, phase, [loads[one.name] for one in inside])
    return loads


def sent(attempts: Iterable[Attempt]) -> Iterator[Attempt]:
    """Yield the attempts that the load generator sent."""
    return (attempt for attempt in attempts if attempt.outcome not in NEVER_SENT)


def _load(evidence: Evidence, window: Window) -> WindowLoad:
    attempts = list(evidence.attempts(window.start, window.end))
    counts = count(judged(attempts, window), window)
    return WindowLoad(
        requested=len(attempts),
        started=sum(1 for _ in sent(attempts)),
        judged=counts.tried,
        succeeded=counts.succeeded,
        p95=_p95(evidence, window),
    )


def _sum(evidence: Evidence, phase: Window, loads: list[WindowLoad]) -> WindowLoad:
    return WindowLoad(
        requested=sum(one.requested for one in loads),
        started=sum(one.started for one in loads),
        judged=sum(one.judged for one in loads),
        succeeded=sum(one.succeeded for one in loads),
        p95=_p95(evidence, phase),
    )


def _p95(evidence: Evidence, window: Window) -> float | None:
    times = evidence.durations(TIMED, window.start, window.end)
    return percentile(times, 0.95) if times else None
