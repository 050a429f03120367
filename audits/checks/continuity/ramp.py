"""Ramp on a clean network: the multiple of the normal load that the service sustains."""

from dataclasses import dataclass

from epreuve.audits.checks.continuity.translation import translate
from epreuve.audits.checks.facts.attempts import count, judged, steps
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

PARTS = 6  # equal parts of the ramp
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
    """Equal parts of the ramp, from the lowest load to the highest."""
    ramp = plan.window("ramp")
    if ramp is None:
        raise NoEvidence(translate("No ramp was run."))
    length = (ramp.closes - ramp.start) / PARTS
    parts = []
    for rank in range(PARTS):
        start = ramp.start + rank * length
        window = ramp.model_copy(update={"start": start, "closes": start + length})
        parts.append(_part(plan, evidence, attempts, window))
    return tuple(parts)


def _part(plan: Plan, evidence: Evidence, attempts: list[Attempt], window: Window) -> Part:
    ramp_attempts = judged(attempts, window)
    if not ramp_attempts:
        raise NoEvidence(translate("No user came during the ramp."))
    counts = count(ramp_attempts, window)
    times = [took for took, _ in steps(evidence, ramp_attempts, window)]
    load = next(load for load in plan.loads if load.name == "ramp")
    rate = load.expected(window.start, window.closes) / (window.closes - window.start)
    return Part(
        multiple=rate / plan.profile.service.normal_peak,
        tried=counts.tried,
        succeeded=counts.succeeded,
        p95=percentile(times, 0.95) if times else float("inf"),
    )
