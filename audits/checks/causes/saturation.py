"""Cause: the service has too little capacity, also for users on clean links."""

import itertools

from epreuve.audits.checks.causes.cause import FULL, Cause, cause
from epreuve.audits.checks.causes.quick_refusals import QuickRefusals
from epreuve.audits.checks.causes.step_medians import StepMedian, step_medians
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.continuity.ramp import PARTS, Part
from epreuve.audits.checks.facts.attempts import judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.ramp_parts import ramp_windows
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.text import join
from epreuve.reports.translation import Number, Seconds


@fact
def slowest_in_ramp(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], ramp_parts: tuple[Part, ...]
) -> StepMedian:
    """Step with the highest median in the part of the ramp that failed."""
    for part, window in zip(ramp_parts, ramp_windows(plan, attempts, PARTS), strict=True):
        if part.failed:
            medians = step_medians(evidence, judged(attempts, window), window)
            for slowest in medians.values():
                return slowest
    raise NoEvidence(translate("No ramp was run."))


@cause
def saturation(
    ramp_parts: tuple[Part, ...], calm: Part, slowest_in_ramp: StepMedian,
    quick_refusals: QuickRefusals,
) -> Cause | None:  # fmt: skip
    """On clean links, the service works in calm and stops to work at some load.

    Where it refuses quickly, a limit stops it, and not its speed.
    """
    before = list(itertools.takewhile(lambda part: not part.failed, ramp_parts))
    if not calm.held or len(before) == len(ramp_parts) or quick_refusals.explain_failures:
        return None
    failed = ramp_parts[len(before)]
    limit = translate(
        "On clean links, the service works at the normal load and fails at ×{load}: {done} of "
        "{tried} journeys succeeded.",
        load=Number(failed.multiple, 1),
        done=failed.succeeded,
        tried=failed.tried,
    )
    slowest = translate(
        "The slowest step there is “{step}”: {time} (median).",
        step=slowest_in_ramp.step,
        time=Seconds(slowest_in_ramp.seconds),
    )
    return Cause(
        title=translate("Too little capacity"),
        observed=join((limit, slowest)),
        repair=translate(
            "Begin with this step: serve it from a cache or from files if it only reads, put its "
            "write into a queue if it stores. Refuse early what exceeds the capacity."
        ),
        effort=3,
        raises=dict.fromkeys(("CON-1", "CON-2", "CON-3", "CON-4", "CON-7"), FULL),
    )
