"""Metrics of a run in progress, for Prometheus; see docs/prometheus/README.md.

The values of labels come from the plan or from a fixed list: a response of the service can never
add a series.
"""

import threading
import time
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from epreuve.audits.execution.progress.listener import Listener
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.steps import BeginFault, HealFault, PowerOff, PowerOn, Step
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.row import Row
from epreuve.reports.assessment import PHASES, Assessment
from epreuve.reports.cleaning import clean
from epreuve.reports.openmetrics import Figures

BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)  # seconds
LONGEST_WAIT = 60.0  # seconds to wait for a last scrape, at most


class Histogram:
    """Histogram of durations in seconds: counts by upper bound, and their sum."""

    def __init__(self) -> None:
        self._counts = [0] * (len(BOUNDS) + 1)
        self._sum = 0.0

    def add(self, seconds: float) -> None:
        """Add one duration."""
        self._counts[bisect_left(BOUNDS, seconds)] += 1
        self._sum += seconds

    def buckets(self) -> list[tuple[str, float]]:
        """Return each upper bound with the cumulative count, as Prometheus requires."""
        bounds = [*(f"{bound:g}" for bound in BOUNDS), "+Inf"]
        return list(zip(bounds, accumulate(self._counts), strict=True))

    @property
    def sum(self) -> float:
        """Sum of the durations, in seconds."""
        return self._sum


class LiveMetrics(Listener, Collector):
    """Listener that responds to scrapes; after the run, also with the result."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._lock = threading.Lock()
        self._now = 0.0
        self._journeys: Counter[str] = Counter()
        self._requests: dict[str, Histogram] = {}
        spans = {(span.subject, span.fault.kind) for span in plan.spans}
        self._faults: dict[tuple[str, str], int] = dict.fromkeys(sorted(spans), 0)
        self._power = 1
        self._result: Figures | None = None
        self._scrapes: deque[float] = deque(maxlen=2)
        self._result_scraped = threading.Event()

    def planned(self, plan: Plan) -> None:
        """Keep the final plan."""
        with self._lock:
            self._plan = plan

    def step(self, step: Step) -> None:
        """Keep the faults and the power cut in force."""
        with self._lock:
            match step:
                case BeginFault(span=span):
                    self._faults[span.subject, span.fault.kind] = 1
                case HealFault(span=span):
                    self._faults[span.subject, span.fault.kind] = 0
                case PowerOff():
                    self._power = 0
                case PowerOn():
                    self._power = 1
                case _:
                    pass

    def row(self, row: Row) -> None:
        """Count journeys and requests by outcome, with the durations of requests."""
        with self._lock:
            if isinstance(row, Attempt):
                self._journeys[row.outcome] += 1
            elif isinstance(row, Request):
                times = self._requests.setdefault(row.outcome, Histogram())
                times.add(max(row.ended - row.intended, 0.0))

    def tick(self, now: float) -> None:
        """Keep the time."""
        self._now = now

    def assessed(self, assessment: Assessment) -> None:
        """Add the result to the next scrapes."""
        self._result = Figures(assessment)

    def collect(self) -> Iterable[Metric]:
        """Respond to a scrape."""
        self._scrapes.append(time.monotonic())
        result = self._result
        with self._lock:
            yield from self._progress()
            yield from self._load()
            yield from self._faults_and_power()
        if result is not None:
            yield from result.collect()
            self._result_scraped.set()

    def wait_last_scrape(self) -> None:
        """Wait for a scrape of the result: two intervals between scrapes, or a minute, at most."""
        if self._result is not None and len(self._scrapes) == 2:
            interval = self._scrapes[1] - self._scrapes[0]
            self._result_scraped.wait(min(2 * interval, LONGEST_WAIT))

    def _progress(self) -> Iterator[Metric]:
        plan, now = self._plan, self._now
        about = {
            "service": clean(plan.profile.service.name),
            "crisis": plan.crisis.id,
            "seed": str(plan.seed),
        }
        yield _gauge("plan_info", "Run in progress.", [(about, 1)])
        yield _gauge("elapsed_seconds", "Seconds since the start of the run.", [({}, now)])
        yield _gauge(
            "planned_seconds", "Planned length of the run, in seconds.", [({}, plan.duration)]
        )
        phase = plan.phase_at(now)
        phases = [({"phase": name}, int(name == phase)) for name in PHASES]
        yield _gauge("phase", "1 for the current phase, 0 for the others.", phases)
        windows = [
            ({"window": window.name, "kind": window.kind}, 1)
            for window in plan.windows
            if window.kind != "phase" and window.start <= now < window.end
        ]
        yield _gauge("window", "1 for each current window; absent otherwise.", windows)

    def _load(self) -> Iterator[Metric]:
        expected = self._plan.expected_arrivals(0.0, self._now)
        text = "Journeys planned so far."
        yield CounterMetricFamily("epreuve_arrivals_planned", text, value=expected)
        offered = sum(n for name, n in self._journeys.items() if name not in ("no link", "dropped"))
        text = "Journeys begun, counted when they end."
        yield CounterMetricFamily("epreuve_arrivals_offered", text, value=offered)
        journeys = CounterMetricFamily(
            "epreuve_journeys", "Journeys that ended, by outcome.", labels=["outcome"]
        )
        for outcome, number in self._journeys.items():
            journeys.add_metric([outcome], number)
        yield journeys
        times = HistogramMetricFamily(
            "epreuve_request_duration_seconds",
            "Time from the planned start of a request to its end, by outcome.",
            labels=["outcome"],
        )
        for outcome, durations in self._requests.items():
            times.add_metric([outcome], durations.buckets(), durations.sum)
        yield times

    def _faults_and_power(self) -> Iterator[Metric]:
        faults = [
            ({"subject": clean(subject), "kind": kind}, state)
            for (subject, kind), state in self._faults.items()
        ]
        yield _gauge("fault", "1 while a fault is in force, 0 otherwise.", faults)
        yield _gauge("power", "1 while the service has power, 0 during a cut.", [({}, self._power)])


def _gauge(name: str, text: str, samples: Iterable[tuple[Mapping[str, str], float]]) -> Metric:
    rows = list(samples)
    family = GaugeMetricFamily(f"epreuve_{name}", text, labels=list(rows[0][0]) if rows else [])
    for labels, value in rows:
        family.add_metric(list(labels.values()), value)
    return family
