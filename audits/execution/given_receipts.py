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
    attempts = tuple(attempt for attempt in evidence.attempts() if attempt.receipt)
    sent = evidence.submissions_sent(submission_steps(plan.profile.journeys.items()))
    return GivenReceipts(attempts, _cuts(evidence, sent), controls)


def _cuts(evidence: Evidence, sent: Mapping[int, float]) -> Cuts:
    """Return when nothing ran any more in each cut; `sent` as in Cuts.

    At level `proxy` the service keeps its power: no cut is one for its receipts.
    """
    cuts = [
        (event.time + event.record.duration, cut.void is None)
        for event, cut in zip(evidence.observations(PowerOff), power_cuts(evidence), strict=True)
        if event.record.level != "proxy"
    ]
    void = tuple(time for time, valid in cuts if not valid)
    return Cuts([time for time, valid in cuts if valid], sent, void)
