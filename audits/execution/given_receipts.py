"""Receipts that users were given in a run, with its power cuts and controls."""

from collections.abc import Mapping
from dataclasses import dataclass

from epreuve.audits.checks.facts.power_cuts import power_cuts
from epreuve.audits.checks.facts.submissions import submission_steps
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs.records.power import PowerOff
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.pages.receipt_holders import Cuts
from epreuve.probes.pages.receipt_records import ReceiptControl

Controls = Mapping[str, ReceiptControl]


@dataclass(frozen=True)
class GivenReceipts:
    """Attempts with a receipt, the power cuts and the controls of a run, from its evidence."""

    attempts: tuple[Attempt, ...]
    cuts: Cuts
    controls: Controls

    @property
    def last_cut(self) -> float:
        """Time of the last power cut that stopped the service, -1 without any."""
        return max(self.cuts.times, default=-1.0)


def given_receipts(plan: Plan, evidence: Evidence) -> GivenReceipts:
    """Return the receipts that users were given in a run."""
    controls = {row.subject: row.record for row in evidence.observations(ReceiptControl)}
    cuts = _cuts_of_power(evidence)
    attempts = tuple(attempt for attempt in evidence.attempts() if attempt.receipt)
    sent = evidence.submissions_sent(submission_steps(plan.profile.journeys.items()))
    return GivenReceipts(attempts, Cuts(cuts, sent), controls)


def _cuts_of_power(evidence: Evidence) -> list[float]:
    """Return when nothing ran any more in each cut that stopped the service.

    A void cut does not stop it, and neither does level `proxy`.
    """
    return [
        event.time + event.record.duration
        for event, cut in zip(evidence.observations(PowerOff), power_cuts(evidence), strict=True)
        if cut.void is None and event.record.level != "proxy"
    ]
