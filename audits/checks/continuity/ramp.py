"""Ramp on a clean network: the multiple of the normal load that the service sustains."""

from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import count, judged, steps
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.ramp_parts import ramp_windows
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

PARTS = 6  # equal parts of the ramp, at most
ENOUGH = 0.95  # success rate that a sustained load needs
QUICK = 5.0  # seconds that 95 % of the steps must not exceed


@dataclass(frozen=True)
class Part:
    """One part of the ramp."""

    multiple: float  # mean load, in times the normal peak
    tried: int
    succeeded: int
    p95: float  # seconds a step

    @property
    def held(self) -> bool:
        """Return whether the service sustained this load."""
        return self.succeeded >= ENOUGH * self.tried and self.p95 <= QUICK


@fact
def ramp_parts(plan: Plan, evidence: Evidence, attempts: list[Attempt]) -> tuple[Part, ...]:
    """Parts of the ramp, from the lowest load to the highest, with journeys to their end."""
    windows = ramp_windows(plan, attempts, PARTS)
    return tuple(_part(plan, evidence, attempts, window) for window in windows)


def _part(plan: Plan, evidence: Evidence, attempts: list[Attempt], window: Window) -> Part:
    began = judged(attempts, window)
    counts = count(began, window)
    times = [took for took, _ in steps(evidence, began, window)]
    load = next(load for load in plan.loads if load.name == "ramp")
    rate = load.expected(window.start, window.closes) / (window.closes - window.start)
    return Part(
        multiple=rate / plan.profile.service.normal_peak,
        tried=counts.tried,
        succeeded=counts.succeeded,
        p95=percentile(times, 0.95) if times else float("inf"),
    )
