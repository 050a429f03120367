"""Cause: the service accepts a submission and does not store it, without any power cut."""

from epreuve.audits.checks.causes.cause import Cause, cause
from epreuve.audits.checks.causes.losses import Losses
from epreuve.audits.checks.causes.translation import translate


@cause
def unstored_receipts(losses: Losses) -> Cause | None:
    """Some lost receipts were given after the last power cut, so that no cut explains them."""
    without_cut = losses.lost - losses.followed
    if not without_cut:
        return None
    return Cause(
        title=translate("Success pages without a stored submission"),
        observed=translate(
            "No power cut followed {n} of the {lost} lost receipts ({journeys}): the service "
            "answered them as a success and did not store them.",
            n=without_cut,
            lost=losses.lost,
            journeys=list(losses.journeys),
        ),
        repair=translate(
            "Give a receipt only after the commit succeeded. Answer a refusal (limit of requests, "
            "error, full queue) with its own status, 429 or 503, and without a number."
        ),
        effort=1,
        raises={"DAT-1": 0.0},
    )
