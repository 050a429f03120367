"""Cause: the service starts soon, and the users who come back slow it down."""

from epreuve.audits.checks.causes.cause import FULL, Cause, cause
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.facts.recovery import Recovery
from epreuve.reports.translation import Seconds


@cause
def slow_return(recoveries: tuple[Recovery, ...]) -> Cause | None:
    """Most of the time until the service is useful comes after its first success."""
    back = [one for one in recoveries if one.useful is not None and one.first_success is not None]
    if not back:
        return None
    worst = max(back, key=lambda one: (one.useful or 0.0) - one.power_back)
    first = (worst.first_success or 0.0) - worst.power_back
    useful = (worst.useful or 0.0) - worst.power_back
    if useful <= 2 * first:
        return None
    return Cause(
        title=translate("Users who come back keep the service down"),
        observed=translate(
            "After the power returned, the first journey succeeded after {first}, but journeys "
            "succeeded as before the cut only after {useful}.",
            first=Seconds(first, 1),
            useful=Seconds(useful, 1),
        ),
        repair=translate(
            "Readmit users step by step (503 with Retry-After for the others), and fill the "
            "caches before."
        ),
        effort=2,
        raises=dict.fromkeys(("REC-1", "REC-5"), FULL),
    )
