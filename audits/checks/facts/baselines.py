"""A/A check: the same low load twice, before any fault."""

import math
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import judged, steps, tries
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

NAMES = ("baseline-1", "baseline-2")


@dataclass(frozen=True)
class Baseline:
    """One baseline window: success rate of critical journeys, and p95 of a step."""

    share: float
    p95: float  # seconds from the intended start; infinite for a failed step


@fact
def baselines(plan: Plan, evidence: Evidence, attempts: list[Attempt]) -> tuple[Baseline, Baseline]:
    """The two baseline windows, measured as CON-1 and CON-3 measure the surge."""
    first, second = (plan.window(name) for name in NAMES)
    if first is None or second is None:
        raise NoEvidence(translate("Two baselines are needed."))
    return _baseline(evidence, attempts, first), _baseline(evidence, attempts, second)


def _baseline(evidence: Evidence, attempts: list[Attempt], window: Window) -> Baseline:
    share = tries(attempts, window).share
    came = judged(attempts, window)
    times = [took if done else math.inf for took, done in steps(evidence, came, window)]
    return Baseline(share, percentile(times, 0.95) if times else math.inf)
