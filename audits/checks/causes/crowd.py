"""Users in the surge, on clean and on poor links, against a ramp of users on clean links only."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.continuity.ramp import Part
from epreuve.audits.checks.facts.attempts import Tries, judged, steps, tries_with_bounds
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.surge import POOR, SurgeStage
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan, Window
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt

CLOSED = frozenset({"reset", "eof", "truncated", "refused", "http error"})
"""Outcomes where the service, and not the patience of the user, ended the request."""


@dataclass(frozen=True)
class Crowd:
    """Journeys of the surge by kind of link, with the 95th percentile of their steps in seconds.

    `load` is that of the surge, `ramp.multiple` that of the ramp, in times the normal peak.
    `poor_alone`: slowest step of a single user on a poor link, in calm.
    """

    load: float
    ramp: Part  # highest load that clean links alone were served
    clean: Tries
    clean_p95: float
    poor: Tries
    poor_p95: float
    poor_alone: float
    closed: int  # failed journeys on poor links that the service ended itself

    @property
    def is_within_ramp(self) -> bool:
        """Whether the service served as much load before, from clean links only."""
        return self.ramp.proven >= 0.8 * self.load


@fact
def crowd(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], surge_stage: SurgeStage,
    ramp_parts: tuple[Part, ...],
) -> Crowd:  # fmt: skip
    """Users in the surge by kind of link. Raises NoEvidence where a kind has too few."""
    window = surge_stage[1]
    held = [part for part in ramp_parts if part.held]
    if not held:
        raise NoEvidence(translate("No journey succeeded before the crisis."))
    mine = judged(attempts, window)
    poor = [one for one in mine if one.cohort in POOR]
    clean = [one for one in mine if one.cohort == CONTROL_COHORT]
    return Crowd(
        load=_load(plan, window),
        ramp=max(held, key=lambda part: part.proven),
        clean=tries_with_bounds(attempts, window, frozenset({CONTROL_COHORT})).at_worst,
        clean_p95=_p95(evidence, clean, window),
        poor=tries_with_bounds(attempts, window, POOR).at_worst,
        poor_p95=_p95(evidence, poor, window),
        poor_alone=max(plan.calibration.slowest_step(name) for name in POOR),
        closed=sum(one.outcome in CLOSED for one in poor),
    )


def _p95(evidence: Evidence, attempts: Sequence[Attempt], window: Window) -> float:
    times = [step.seconds for step in steps(evidence, attempts, window)]
    return percentile(times, 0.95) if times else math.inf


def _load(plan: Plan, window: Window) -> float:
    planned = next(load for load in plan.loads if load.name == window.name)
    rate = planned.expected(window.start, window.closes) / (window.closes - window.start)
    linked = sum(share for name, share in planned.mix.items() if name not in plan.unlinked)
    return rate / plan.profile.service.normal_peak * linked / sum(planned.mix.values())
