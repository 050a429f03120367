"""Cause: the service accepts single submissions and does not store them."""

from epreuve.audits.checks.causes.cause import Cause, cause
from epreuve.audits.checks.causes.losses import Losses
from epreuve.audits.checks.causes.translation import translate
from epreuve.reports.text import Text
from epreuve.reports.translation import Seconds


@cause
def unstored_receipts(losses: Losses) -> Cause | None:
    """No power cut explains which receipts are lost: no cut followed, or newer ones are kept."""
    if losses.are_newest or losses.are_all:
        return None
    return Cause(
        title=translate("Success pages without a stored submission"),
        observed=_observed(losses),
        repair=translate(
            "Give a receipt only after the commit succeeded. Answer a refusal (limit of requests, "
            "error, full queue) with its own status, 429 or 503, and without a number."
        ),
        effort=1,
        raises={"DAT-1": 0.0},
    )


def _observed(losses: Losses) -> Text:
    without_cut = losses.lost - losses.followed
    if without_cut:
        return translate(
            "Lost receipts: {lost} ({journeys}). Without a power cut after them: {n}. The service "
            "answered these as a success and did not store them.",
            n=without_cut,
            lost=losses.lost,
            journeys=list(losses.journeys),
        )
    return translate(
        "Lost receipts: {lost} ({journeys}), up to {age} old when the power went. Newer ones that "
        "are kept: {kept}. So the cut does not explain which ones are lost: the service answered "
        "these as a success and did not store them.",
        lost=losses.lost,
        journeys=list(losses.journeys),
        age=Seconds(losses.age, 0),
        kept=losses.kept_before_cut - losses.kept_older,
    )
