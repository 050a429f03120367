"""Timeline section: windows, faults, power cuts, and the load second by second."""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable

from epreuve.audits.checks.facts.attempts import ending
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.plan import Window as PlannedWindow
from epreuve.audits.profile.name import name_in, title_of
from epreuve.audits.runs.records.faults import FaultBegin, FaultHeal
from epreuve.audits.runs.records.power import POWER_EVENTS, PowerOff
from epreuve.audits.scoring.sections.window_loads import TIMED, sent, window_loads
from epreuve.audits.scoring.translation import translate
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.assessment import LinkTraffic, Series, Span, Timeline, Window

STEP = 1.0  # seconds
Percentiles = list[float | None]


def timeline(plan: Plan, evidence: Evidence, duration: float) -> Timeline:
    """Return the timeline of a run."""
    return Timeline(
        duration=duration,
        windows=tuple(_windows(plan, evidence)),
        spans=tuple(_spans(plan, evidence)),
        series=_series(plan, evidence, duration),
    )


def _windows(plan: Plan, evidence: Evidence) -> Iterable[Window]:
    loads = window_loads(plan, evidence)
    for window in plan.windows:
        yield Window(
            kind="stage" if window.kind == "ramp" else window.kind,
            name=window.name,
            title=window.title,
            start=window.start,
            end=window.end,
            load=loads[window.name],
        )


def _spans(plan: Plan, evidence: Evidence) -> Iterable[Span]:
    """Return the confirmed faults and power cuts, without the faults of probe links."""
    began: dict[str, list[Observation[FaultBegin]]] = defaultdict(list)
    ended: dict[str, list[Observation[FaultHeal]]] = defaultdict(list)
    for begin in evidence.observations(FaultBegin):
        if begin.record.confirmed is not None:
            began[begin.subject].append(begin)
    for heal in evidence.observations(FaultHeal):
        ended[heal.subject].append(heal)
    for span in plan.shown_spans:
        if not began[span.link]:
            continue
        begin = began[span.link].pop(0)
        over = ended[span.link].pop(0) if ended[span.link] else None
        yield Span(
            kind="dependency" if span.network is None else "network",
            subject=span.subject,
            subject_title=title_of(name_in(plan.profile.dependencies, span.subject)),
            title=plan.span_title(span),
            start=begin.time,
            end=span.end if over is None else over.time,
            start_delay=begin.record.duration,
            end_delay=0.0 if over is None else over.record.duration,
            traffic=None if over is None else _traffic(over.record),
        )
    yield from _cuts(evidence)


def _cuts(evidence: Evidence) -> Iterable[Span]:
    began: float | None = None
    for event in evidence.observations(*POWER_EVENTS):
        if isinstance(event.record, PowerOff):
            began = event.time
        elif began is not None:
            title = translate("power cut")
            yield Span(kind="power", subject="service", title=title, start=began, end=event.time)
            began = None


def _traffic(heal: FaultHeal) -> LinkTraffic | None:
    """Return the count of the better source: the server counts all, the kernel misses some."""
    traffic = heal.server or heal.kernel
    if traffic is None:
        return None
    return LinkTraffic(
        by="kernel" if heal.server is None else "server",
        error_responses=heal.error_responses,
        opened=traffic.opened,
        bytes_from_callers=traffic.bytes_from_clients,
        bytes_to_callers=traffic.bytes_to_clients,
    )


def _series(plan: Plan, evidence: Evidence, duration: float) -> Series:
    steps = max(math.ceil(duration / STEP), 1)
    started, succeeded, failed = [0] * steps, [0] * steps, [0] * steps
    for attempt, window in _journeys(plan, evidence):
        index = min(int(attempt.intended / STEP), steps - 1)
        end = ending(attempt, window)
        started[index] += end != "cut off"
        succeeded[index] += end == "succeeded"
        failed[index] += end == "failed"
    p50, p95 = _times(evidence, steps)
    return Series(
        step=STEP,
        planned=_planned(plan, steps),
        started=tuple(started),
        succeeded=tuple(succeeded),
        failed=tuple(failed),
        p50=tuple(p50),
        p95=tuple(p95),
    )


def _planned(plan: Plan, steps: int) -> tuple[int, ...]:
    """Return the planned arrivals of each step, as whole numbers with the right sums."""
    sums = [0.0]
    for step in range(steps):
        sums.append(sums[-1] + plan.expected_arrivals(step * STEP, (step + 1) * STEP))
    return tuple(round(end) - round(start) for start, end in itertools.pairwise(sums))


def _journeys(plan: Plan, evidence: Evidence) -> Iterable[tuple[Attempt, PlannedWindow]]:
    """Yield each journey that was sent, with the window where it began."""
    for window in plan.windows:
        if window.kind != "phase":
            for attempt in sent(evidence.attempts(window.start, window.end)):
                yield attempt, window


def _times(evidence: Evidence, steps: int) -> tuple[Percentiles, Percentiles]:
    """Return p50 and p95 of the response times, by the second of their planned time.

    Only the requests of one second are in memory. Requests after the end count in the last second.
    """
    p50: Percentiles = [None] * steps
    p95: Percentiles = [None] * steps
    for second, times in evidence.interval_durations(TIMED, STEP, steps - 1):
        p50[second], p95[second] = (round(percentile(times, share), 4) for share in (0.5, 0.95))
    return p50, p95
