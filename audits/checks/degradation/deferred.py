"""Submissions filed while a partner is silent, and processed after its return (DEG-5)."""

from collections.abc import Iterable
from dataclasses import dataclass

from epreuve.audits.checks.degradation.translation import translate
from epreuve.audits.checks.facts.attempts import Tries, judged
from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.checks.facts.silent_cells import without
from epreuve.audits.checks.facts.undeclared import Undeclared
from epreuve.audits.checks.no_evidence import NoEvidence, UnprovenStorage
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import DependencySet
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.pages.receipt_records import ReceiptObservation

PARTNERS: tuple[DependencySet, ...] = ("API", "BO")


@dataclass(frozen=True)
class Deferred:
    """Submissions filed while a partner was silent: acknowledged then, and processed after.

    `tries.cut_off`: journeys without a receipt that had not ended when the partner responded again.
    `unread`: acknowledged submissions without a reading that shows whether they were processed.
    """

    tries: Tries
    unread: int = 0

    @property
    def shares(self) -> Interval:
        """Shares of the processed ones, at worst and at best."""
        unknown = self.unread + self.tries.cut_off
        number, done = self.tries.tried + unknown, self.tries.succeeded
        return Interval(done / number, (done + unknown) / number)


@fact
def deferred(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], cells: tuple[Cell, ...],
    control_doubts: ControlDoubts, undeclared: Undeclared,
) -> Deferred:  # fmt: skip
    """Journeys acknowledged while a back office or partner API was silent, processed after."""
    silent = without(plan, cells, undeclared, *PARTNERS)
    partners = {(cell.dependency, cell.mode) for cell in silent}
    windows = [plan.window(f"{name}:{mode}") for name, mode in partners]
    wanted = {name for name, journey in plan.profile.critical().items() if journey.processed}
    tried = [
        (attempt, window)
        for window in windows
        if window is not None
        for attempt in judged(attempts, window)
        if attempt.journey in wanted
    ]
    if not tried:
        raise NoEvidence(translate("No journey has `processed:`."))
    control_doubts.require_processed()
    control_doubts.require_verify()
    acknowledged = [one for one, window in tried if -1 < one.receipt_at <= window.end]
    refused = [one for one, window in tried if one not in acknowledged and one.ended <= window.end]
    if not acknowledged and not refused:
        raise NoEvidence(translate("No journey ended while the partner was silent."))
    done, unread = _processed(evidence, [one.arrival for one in acknowledged])
    if unread:
        _require_read(plan, evidence, {one.arrival for one in acknowledged})
    ended = len(acknowledged) + len(refused)
    return Deferred(Tries(ended - unread, done, cut_off=len(tried) - ended), unread)


def _require_read(plan: Plan, evidence: Evidence, arrivals: set[int]) -> None:
    """Raise UnprovenStorage where receipts were not read because their journey has no `verify`."""
    without = {name for name, journey in plan.profile.critical().items() if not journey.verify}
    records = [row.record for row in evidence.observations(ReceiptObservation)]
    names = {
        record.journey
        for record in records
        if record.arrival in arrivals and not record.requested and record.journey in without
    }
    if names:
        raise UnprovenStorage(
            translate(
                "Receipts that were not read, because journeys have no `verify:`: {journeys}.",
                journeys=", ".join(sorted(names)),
            )
        )


def _processed(evidence: Evidence, arrivals: Iterable[int]) -> tuple[int, int]:
    """Return how many submissions were processed, and of how many it is unknown."""
    records = {row.record.arrival: row.record for row in evidence.observations(ReceiptObservation)}
    done = unread = 0
    for record in map(records.get, arrivals):
        if record is None or _is_unknown(record):
            unread += 1
        else:
            done += bool(record.processed)
    return done, unread


def _is_unknown(receipt: ReceiptObservation) -> bool:
    """Return whether nothing shows if a submission was processed; a lost one was not."""
    return receipt.state == "unread" or (receipt.state != "lost" and receipt.processed is None)
