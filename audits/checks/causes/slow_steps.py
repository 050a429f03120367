"""Cause: pages that are slow in calm already."""

from collections.abc import Mapping

from epreuve.audits.checks.causes.cause import FULL, Cause, cause
from epreuve.audits.checks.causes.step_medians import StepMedian, step_medians
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.facts.attempts import judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import CONTROL_COHORT, Plan
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.text import join
from epreuve.reports.translation import Seconds

SLOW = 1.0  # seconds of a step for a single user, from which the service itself is slow [A]
ALIKE = 1.5  # slowest ÷ fastest step, up to which all are slow for one reason [A]
SHOWN = 4  # steps in a sentence


@fact
def calm_steps(plan: Plan, evidence: Evidence, attempts: list[Attempt]) -> Mapping[str, StepMedian]:
    """Medians of each step of critical journeys on clean links, in the first baseline."""
    window = next((one for one in plan.windows if one.kind == "baseline"), None)
    if window is None:
        raise NoEvidence(translate("Two baselines are needed."))
    mine = [one for one in judged(attempts, window) if one.cohort == CONTROL_COHORT]
    medians = step_medians(evidence, mine, window)
    if not medians:
        raise NoEvidence(translate("No journey succeeded before the crisis."))
    return medians


@cause
def slow_steps(calm_steps: Mapping[str, StepMedian]) -> Cause | None:
    """A step takes long on a clean link, at the normal load: its work is slow, not the load."""
    slow = [one for one in calm_steps.values() if one.seconds >= SLOW]
    if not slow:
        return None
    times = [one.seconds for one in calm_steps.values()]
    sentences = [
        translate(
            "On a clean link at the normal load, these steps already take (median): {steps}.",
            steps=[
                translate("“{step}” {time}", step=one.step, time=Seconds(one.seconds))
                for one in slow[:SHOWN]
            ],
        )
    ]
    if len(times) > 1 and max(times) <= ALIKE * min(times):
        sentences.append(
            translate("All steps are equally slow: look for what they share, not for one page.")
        )
    return Cause(
        title=translate("Pages slow without any load"),
        observed=join(sentences),
        repair=translate(
            "Measure where the time goes in these requests (a remote call, a query without an "
            "index, a lock, a wait), and remove it or keep its result in a cache."
        ),
        effort=2,
        raises={"CON-3": FULL},
    )
