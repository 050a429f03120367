"""Cause: the receipt is given before the submission is on the disk."""

from epreuve.audits.checks.causes.cause import Cause, cause
from epreuve.audits.checks.causes.losses import Losses
from epreuve.audits.checks.causes.translation import translate
from epreuve.reports.translation import Seconds


@cause
def late_write(losses: Losses) -> Cause | None:
    """Only the newest receipts before a power cut are lost; the older ones are kept."""
    if not losses.are_newest:
        return None
    return Cause(
        title=translate("Receipt given before the submission is stored"),
        observed=translate(
            "Lost receipts: {lost} ({journeys}), all given at most {age} before a power cut, or on "
            "their way when it came. Older receipts at a cut: {kept}, all kept. So the service "
            "stores submissions after the receipt, in batches or without a sync.",
            lost=losses.lost,
            age=Seconds(losses.age, 1),
            journeys=list(losses.journeys),
            kept=losses.kept_older,
        ),
        repair=translate(
            "Commit the submission and sync it to the disk (fsync) first, then give the receipt."
        ),
        effort=2,
        raises={"DAT-1": 0.0},
    )
