"""Cause: the service does not start by itself after a power cut."""

from epreuve.audits.checks.causes.cause import FULL, Cause, cause
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.facts.recovery import Recovery
from epreuve.reports.translation import Seconds


@cause
def no_restart(
    recoveries: tuple[Recovery, ...], boot_within: float, keeps_power: bool
) -> Cause | None:
    """No journey succeeded after a cut, although the service had the time it needs to start."""
    gone = [one for one in recoveries if one.first_success is None and one.watched >= boot_within]
    if keeps_power or not gone:
        return None
    return Cause(
        title=translate("No start after a power cut"),
        observed=translate(
            "After {n} of {tried} power cuts, no journey succeeded within {time}. The profile "
            "grants {boot} to start.",
            n=len(gone),
            tried=len(recoveries),
            time=Seconds(max(one.watched for one in gone), 0, "down"),
            boot=Seconds(boot_within, 0),
        ),
        repair=translate(
            "Let the service manager of the system start the service and its database, restart "
            "them when they end, and repair damaged files without a person. See the log of the "
            "start in the folder of the run."
        ),
        effort=1,
        raises=dict.fromkeys(("REC-1", "REC-2"), FULL),
    )
