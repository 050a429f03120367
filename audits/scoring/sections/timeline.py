"""The run as a picture: windows, spans, and what happened second by second."""

import math
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.planning.plan import PROBE_COHORTS, Plan
from epreuve.audits.runs.records.faults import FaultBegin, FaultHeal
from epreuve.audits.runs.records.power import POWER_EVENTS, PowerOff
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.assessment import LinkTraffic, Series, Span, Timeline, Window
from epreuve.reports.text import Text

STEP = 1.0  # seconds
Percentiles = list[float | None]


def timeline(plan: Plan, evidence: Evidence, duration: float) -> Timeline:
    """What was planned and what was seen, side by side."""
    return Timeline(
        duration=duration,
        windows=tuple(_windows(plan)),
        spans=tuple(_spans(plan, evidence)),
        series=_series(plan, evidence, duration),
    )


def _windows(plan: Plan) -> Iterable[Window]:
    for each in plan.windows:
        kind = "stage" if each.kind == "ramp" else each.kind
        yield Window.model_validate(
            {"kind": kind, "name": each.name, "title": each.title, "start": each.start,
             "end": each.end}
        )  # fmt: skip


def _spans(plan: Plan, evidence: Evidence) -> Iterable[Span]:
    """Each fault from its confirmed beginning to its healing, each cut as it was played.

    Those on the links of our own probes are left out: nobody else suffers them.
    """
    began: dict[str, list[Observation[FaultBegin]]] = defaultdict(list)
    ended: dict[str, list[Observation[FaultHeal]]] = defaultdict(list)
    for begin in evidence.observations(FaultBegin):
        if begin.record.confirmed is not None:
            began[begin.subject].append(begin)
    for heal in evidence.observations(FaultHeal):
        ended[heal.subject].append(heal)
    for span in sorted(plan.spans, key=lambda each: each.start):
        if not began[span.link] or span.subject.startswith(PROBE_COHORTS):
            continue
        begin = began[span.link].pop(0)
        over = ended[span.link].pop(0) if ended[span.link] else None
        yield Span(
            kind="dependency" if span.network is None else "network",
            subject=span.subject,
            title=span.title,
            start=begin.time,
            end=span.end if over is None else over.time,
            coming=begin.record.duration,
            going=0.0 if over is None else over.record.duration,
            seen=None if over is None else _traffic(over.record),
        )
    yield from _cuts(evidence)


def _cuts(evidence: Evidence) -> Iterable[Span]:
    began: float | None = None
    for event in evidence.observations(*POWER_EVENTS):
        if isinstance(event.record, PowerOff):
            began = event.time
        elif began is not None:
            title = Text(fr=f"coupure ({event.subject})", en=f"power cut ({event.subject})")
            yield Span(kind="power", subject="service", title=title, start=began, end=event.time)
            began = None


def _traffic(heal: FaultHeal) -> LinkTraffic | None:
    """Return the count of the better source: the server counts all, the kernel misses some."""
    traffic = heal.server or heal.kernel
    if traffic is None:
        return None
    return LinkTraffic(
        by="kernel" if heal.server is None else "server",
        answered=heal.error_responses,
        opened=traffic.opened,
        came=traffic.bytes_from_clients,
        went=traffic.bytes_to_clients,
    )


def _series(plan: Plan, evidence: Evidence, duration: float) -> Series:
    steps = max(math.ceil(duration / STEP), 1)
    started, succeeded, failed = [0] * steps, [0] * steps, [0] * steps
    for second, count, done in _journeys(plan, evidence):
        index = min(second, steps - 1)
        started[index] += count
        succeeded[index] += done
        failed[index] += count - done
    p50, p95 = _times(evidence, steps)
    return Series(
        step=STEP,
        asked=tuple(round(plan.expected_arrivals(i * STEP, (i + 1) * STEP)) for i in range(steps)),
        started=tuple(started),
        succeeded=tuple(succeeded),
        failed=tuple(failed),
        p50=tuple(p50),
        p95=tuple(p95),
    )


def _journeys(plan: Plan, evidence: Evidence) -> Iterable[tuple[int, int, int]]:
    """Step, journeys begun in it, and those of them that succeeded.

    Those that a window judges must end while it lasts, as criteria ask; those begun after it
    closes are not judged, and count as they ended.
    """
    for window in plan.windows:
        if window.kind != "phase":
            yield from evidence.journey_counts(STEP, window.start, window.end)


def _times(evidence: Evidence, steps: int) -> tuple[Percentiles, Percentiles]:
    """p50 and p95 of the requests, with an answer or not, by the second they were wanted in.

    No more than a second's requests are kept at once, the last one's with those that came after.
    """
    p50: Percentiles = [None] * steps
    p95: Percentiles = [None] * steps
    rows = evidence.request_durations(STEP, steps - 1)
    for second, group in groupby(rows, key=itemgetter(0)):
        took = [seconds for _, seconds in group]
        p50[second], p95[second] = (round(percentile(took, share), 4) for share in (0.5, 0.95))
    return p50, p95
