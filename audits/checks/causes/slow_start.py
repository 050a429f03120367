"""Cause: the service takes long to start."""

from epreuve.audits.checks.causes.cause import FULL, Cause, cause
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.recovery import Recovery
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.reports.translation import Seconds


@fact
def calm_start(plan: Plan) -> float:
    """Seconds from a start of the service to its first good response, in calm."""
    if not plan.calibration.measured:
        raise NoEvidence(translate("The start was not measured in calm."))
    return plan.calibration.boot


@cause
def slow_start(recoveries: tuple[Recovery, ...], calm_start: float) -> Cause | None:
    """Most of the return after a power cut is the start that the service also needs in calm."""
    back = [one for one in recoveries if one.useful is not None]
    if not back:
        return None
    longest = max((one.useful or 0.0) - one.power_back for one in back)
    if 2 * calm_start < longest:
        return None
    return Cause(
        title=translate("Slow start of the service"),
        observed=translate(
            "After the power returned, the service was useful again after {back} at worst. It "
            "needs {start} to start in calm, without any user.",
            back=Seconds(longest, 1),
            start=Seconds(calm_start, 1),
        ),
        repair=translate(
            "Listen first, then load the rest: no migration, download or cache filling before "
            "the first response. Keep a second instance ready if the start cannot be shorter."
        ),
        effort=2,
        raises={"REC-1": FULL},
    )
