"""Cause: submissions are kept in memory only."""

from epreuve.audits.checks.causes.cause import Cause, cause
from epreuve.audits.checks.causes.losses import Losses
from epreuve.audits.checks.causes.translation import translate
from epreuve.reports.translation import Seconds


@cause
def memory_only(losses: Losses) -> Cause | None:
    """Nearly all receipts that a power cut followed are lost, however old they were."""
    if not losses.are_all:
        return None
    return Cause(
        title=translate("Submissions kept in memory only"),
        observed=translate(
            "Receipts given before a power cut: {n}, of which lost: {lost}, the oldest {age} "
            "after it was given. So nothing was on the disk when the power went.",
            n=losses.followed + losses.kept_before_cut,
            lost=losses.followed,
            age=Seconds(losses.age, 0),
        ),
        repair=translate(
            "Store each submission in a database or a journal on the disk, in a folder that "
            "survives a restart, before giving the receipt."
        ),
        effort=2,
        raises={"DAT-1": 0.0},
    )
