"""Cause: several users get the same receipt, so that success pages prove nothing."""

from collections import Counter
from dataclasses import dataclass

from epreuve.audits.checks.causes.cause import Cause, cause
from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.power_cuts import ActualCut
from epreuve.audits.checks.facts.receipts import MIN_MISTAKEN
from epreuve.audits.checks.facts.submissions import submission_steps
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.name import name_in
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.pages.receipt_records import ReceiptMistake


@dataclass(frozen=True)
class SharedReceipt:
    """Value that several users of one journey got as their receipt, without a cut between."""

    journey: str
    holders: int


@fact
def shared_receipt(
    evidence: Evidence, attempts: list[Attempt], power_cuts: tuple[ActualCut, ...]
) -> SharedReceipt:
    """Receipt with the most holders, in the mistakes recorded and in the attempts.

    After a power cut, a service may count from 1 again.
    """
    mistakes = [one.record for one in evidence.observations(ReceiptMistake)]
    shared = [SharedReceipt(one.journey, one.holders) for one in mistakes if not one.on_form]
    cuts = [cut.start for cut in power_cuts]
    holders = Counter(
        (one.journey, one.receipt, sum(cut < one.receipt_at for cut in cuts))
        for one in attempts
        if one.receipt
    )
    shared += [SharedReceipt(journey, number) for (journey, _, _), number in holders.items()]
    most = max(shared, key=lambda one: one.holders, default=None)
    if most is None or most.holders < MIN_MISTAKEN:
        raise NoEvidence(translate("Each user got a receipt of their own."))
    return most


@cause
def same_receipt(plan: Plan, shared_receipt: SharedReceipt) -> Cause | None:
    """Several users got one value as their receipt, on a page that counts as a success."""
    steps = submission_steps(plan.profile.critical().items())
    journey = name_in(plan.profile.journeys, shared_receipt.journey)
    return Cause(
        title=translate("Refusals that look like a success"),
        observed=translate(
            "{n} users of {journey} got the same receipt from “{step}”, without a power cut "
            "between, on a page that fits the `expect:` of the profile. So these requests were "
            "probably refused and not stored.",
            n=shared_receipt.holders,
            journey=journey,
            step=steps.get(journey, ""),
        ),
        repair=translate(
            "Answer a refusal with status 429 or 503, `Retry-After` and a clear sentence, without "
            "a number. If this is a limit of requests for each address, count users and not "
            "addresses: many share one. For the test, raise the limit or correct `capture:`."
        ),
        effort=1,
        raises={},
        unjudged=("DAT-1", "DAT-2", "DAT-3"),
    )
