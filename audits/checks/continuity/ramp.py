"""Ramp on a clean network: the multiple of the normal load that the service sustains."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import count, judged, steps
from epreuve.audits.checks.facts.baselines import Baseline
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.ramp_parts import ramp_windows
from epreuve.audits.checks.statistics.interval import Z98, wilson
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

PARTS = 6  # equal parts of the ramp, at most
ENOUGH = 0.95  # success rate that a sustained load needs
KEPT_UP = 0.9  # share of the journeys that end in their part: with fewer, a queue grows [A]
QUICK = 5.0  # seconds that 95 % of the steps must not exceed


@dataclass(frozen=True)
class Part:
    """One part of the ramp."""

    multiple: float  # mean load, in times the normal peak
    tried: int
    succeeded: int
    p95: float  # seconds a step that succeeded: the others are counted as failed journeys
    served: float = math.inf  # journeys that ended meanwhile, in times the normal peak
    few_slow: bool = False  # whether chance explains the steps over `QUICK`: one of ten, say

    @property
    def kept_up(self) -> bool:
        """Whether nearly as many journeys ended as began: no queue grew."""
        return self.held and self.served >= KEPT_UP * self.multiple

    @property
    def proven(self) -> float:
        """Load that the service served. Journeys left in a queue are not proven."""
        return min(self.multiple, self.served)

    @property
    def held(self) -> bool:
        """Whether the service sustained this load."""
        return self.succeeded >= ENOUGH * self.tried and self.p95 <= QUICK

    @property
    def failed(self) -> bool:
        """Whether it did not, beyond chance: one failure of 15 journeys shows nothing.

        Six parts are tested, so each has one error in a hundred, and not one in twenty.
        """
        slow = self.p95 > QUICK and not self.few_slow
        return slow or wilson(self.succeeded, self.tried, Z98).high < ENOUGH


@fact
def ramp_parts(plan: Plan, evidence: Evidence, attempts: list[Attempt]) -> tuple[Part, ...]:
    """Parts of the ramp, from the lowest load to the highest, with journeys to their end."""
    windows = ramp_windows(plan, attempts, PARTS)
    served = sorted(_served_at(plan, windows, attempts))
    return tuple(_part(plan, evidence, attempts, window, served) for window in windows)


@fact
def calm(baselines: tuple[Baseline, Baseline]) -> Part:
    """Both baselines as one part at the normal load: the control of the ramp."""
    times = [seconds for one in baselines for user in one.seconds for seconds in user]
    return Part(
        multiple=1.0,
        tried=sum(one.journeys.tried for one in baselines),
        succeeded=sum(one.journeys.succeeded for one in baselines),
        p95=_p95(times),
    )


def _served_at(
    plan: Plan, windows: Sequence[Window], attempts: Sequence[Attempt]
) -> Iterator[float]:
    """Yield when each success of the ramp ended, less its longest duration in the baselines.

    A journey without delay counts when it began. One that waited in a queue counts later.
    """
    calm: dict[str, float] = defaultdict(float)
    for baseline in (window for window in plan.windows if window.kind == "baseline"):
        for one in judged(attempts, baseline):
            calm[one.journey] = max(calm[one.journey], one.ended - one.intended)
    for one in (one for window in windows for one in judged(attempts, window)):
        if one.outcome == "success":
            yield max(one.intended, one.ended - calm[one.journey])


def _part(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], window: Window, served: list[float]
) -> Part:
    began = judged(attempts, window)
    counts = count(began, window)
    times = [step.seconds for step in steps(evidence, began, window) if step.succeeded]
    load = next(load for load in plan.loads if load.name == "ramp")
    rate = load.expected(window.start, window.closes) / (window.closes - window.start)
    multiple = rate / plan.profile.service.normal_peak
    ended = bisect_left(served, window.closes) - bisect_left(served, window.start)
    return Part(
        multiple=multiple,
        tried=counts.tried,
        succeeded=counts.succeeded,
        p95=_p95(times),
        served=multiple * ended / len(began),
        few_slow=_few_slow(times),
    )


def _few_slow(times: Sequence[float]) -> bool:
    slow = sum(seconds > QUICK for seconds in times)
    return bool(times) and wilson(slow, len(times), Z98).low <= 1 - ENOUGH


def _p95(times: Sequence[float]) -> float:
    return percentile(times, 0.95) if times else math.inf
