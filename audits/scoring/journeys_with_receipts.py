"""Facts of the critical journeys that give a receipt.

A journey that only reads is easy. As a critical journey with many users, it would hide the failures
of those that submit.
"""

from epreuve.audits.checks.facts.facts import Facts


def with_receipts_only(facts: Facts) -> Facts | None:
    """Return the facts without critical journeys that give no receipt; None if it is the same."""
    profile = facts.planned.profile
    kept = profile.submitting()
    if kept.keys() == profile.critical().keys():
        return None
    journeys = {
        name: journey.model_copy(update={"critical": name in kept})
        for name, journey in profile.journeys.items()
    }
    reduced = profile.model_copy(update={"journeys": journeys})
    return Facts(facts.planned.model_copy(update={"profile": reduced}), facts.evidence)
