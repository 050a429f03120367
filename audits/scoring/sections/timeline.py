"""The run as a picture: windows, spans, and what happened second by second."""

import math
from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.planning.plan import PROBE_COHORTS, Plan
from epreuve.probes.evidence.records import Observation
from epreuve.probes.evidence.store import Evidence
from epreuve.reports.assessment import Series, Span, Timeline, Window
from epreuve.reports.text import Text

STEP = 1.0  # seconds
Percentiles = list[float | None]
_JOURNEYS = """
SELECT cast(intended / 1e6 / ? AS INT), count(*), sum(text = 'success' AND ended <= ?)
FROM attempt_row JOIN label ON id = outcome
WHERE intended >= ? AND intended < ? AND text NOT IN ('no link', 'dropped', 'error') GROUP BY 1
"""
_TIMES = """
SELECT min(cast(intended / 1e6 / ?2 AS INT), ?1) AS second, ended - intended FROM request_row
ORDER BY second
"""


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
    began: dict[str, list[Observation]] = defaultdict(list)
    ended: dict[str, list[Observation]] = defaultdict(list)
    for each in evidence.observations("fault"):
        if each.value.get("what") == "begin" and each.value.get("confirmed"):
            began[each.subject].append(each)
        elif each.value.get("what") == "heal":
            ended[each.subject].append(each)
    for span in sorted(plan.spans, key=lambda each: each.start):
        if not began[span.link] or span.subject.startswith(PROBE_COHORTS):
            continue
        asked = began[span.link].pop(0)
        over = ended[span.link].pop(0) if ended[span.link] else None
        kind = "dependency" if span.network is None else "network"
        yield Span.model_validate(
            {"kind": kind, "subject": span.subject, "title": span.title,
             "start": asked.time, "end": over.time if over else span.end,
             "coming": _took(asked), "going": _took(over), "seen": _seen(over)}
        )  # fmt: skip
    dark: float | None = None
    for each in evidence.observations("power"):
        if each.value.get("what") == "off":
            dark = each.time
        elif dark is not None:
            title = Text(fr=f"coupure ({each.subject})", en=f"power cut ({each.subject})")
            yield Span(kind="power", subject="service", title=title, start=dark, end=each.time)
            dark = None


def _took(change: Observation | None) -> float:
    return float(str(change.value.get("took", 0.0))) if change is not None else 0.0


def _seen(over: Observation | None) -> dict[str, object] | None:
    """What the best placed saw: the server counts all, the kernel is looked at now and then."""
    observed = over.value.get("observed") if over is not None else None
    for by in ("server", "kernel"):
        if isinstance(observed, dict) and isinstance(found := observed.get(by), dict):
            figures = {name: found[name] for name in ("opened", "came", "went")}
            return {"by": by, "answered": observed.get("answered"), **figures}
    return None


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
            start, end = round(window.start * 1e6), round(window.end * 1e6)
            yield from evidence.stream(_JOURNEYS, STEP, end, start, end)


def _times(evidence: Evidence, steps: int) -> tuple[Percentiles, Percentiles]:
    """p50 and p95 of the requests, with an answer or not, by the second they were wanted in.

    No more than a second's requests are kept at once, the last one's with those that came after.
    """
    p50: Percentiles = [None] * steps
    p95: Percentiles = [None] * steps
    rows = evidence.stream(_TIMES, steps - 1, STEP)
    for second, group in groupby(rows, key=itemgetter(0)):
        took = [each / 1e6 for _, each in group]
        p50[second], p95[second] = (round(percentile(took, share), 4) for share in (0.5, 0.95))
    return p50, p95
