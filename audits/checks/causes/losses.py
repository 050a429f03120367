"""Lost receipts, and the time between each of them and the next power cut."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from epreuve.audits.checks.causes.translation import translate
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.power_cuts import ActualCut
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.name import name_in
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.pages.receipt_records import ReceiptObservation

LEAST_KEPT = 3  # older receipts that were kept: they show that the service does store [A]
MOST_KEPT = 0.05  # share of the receipts before a cut that a service without storage keeps [A]


@dataclass(frozen=True)
class Losses:
    """Lost receipts, and what became of those that were as near to a power cut.

    `age` is the longest time from a lost receipt to the next cut, in seconds, of those that a cut
    followed. `kept_older`: receipts given longer before a cut, and kept.
    """

    lost: int
    followed: int  # lost receipts that a power cut followed
    age: float
    kept_older: int
    kept_before_cut: int  # receipts kept although a cut followed
    journeys: tuple[str, ...]  # of the lost receipts, most frequent first

    @property
    def are_newest(self) -> bool:
        """Whether all lost receipts were the newest at a cut, and most others were older."""
        kept_newer = self.kept_before_cut - self.kept_older
        return self.followed == self.lost and self.kept_older >= max(LEAST_KEPT, kept_newer)

    @property
    def are_all(self) -> bool:
        """Whether nearly all receipts that a cut followed are lost, and no others."""
        number = self.followed + self.kept_before_cut
        return self.followed == self.lost and self.kept_before_cut <= MOST_KEPT * number


@fact
def losses(plan: Plan, evidence: Evidence, power_cuts: tuple[ActualCut, ...]) -> Losses:
    """Lost receipts of the run, by their time before the next valid power cut."""
    cuts = [cut for cut in power_cuts if cut.void is None]
    given = {one.arrival: one.receipt_at for one in evidence.attempts() if one.receipt}
    ages: dict[bool, list[float]] = {True: [], False: []}
    journeys: Counter[str] = Counter()
    records = {row.record.arrival: row.record for row in evidence.observations(ReceiptObservation)}
    for arrival, record in records.items():
        is_lost = record.state == "lost"
        if arrival not in given or not (is_lost or record.state == "stored"):
            continue
        ages[is_lost].append(_age(given[arrival], cuts))
        journeys.update([name_in(plan.profile.journeys, record.journey)] if is_lost else [])
    if not ages[True]:
        raise NoEvidence(translate("No receipt is lost."))
    followed = [one for one in ages[True] if not math.isinf(one)]
    age = max(followed, default=0.0)
    kept = [one for one in ages[False] if not math.isinf(one)]
    return Losses(
        lost=len(ages[True]),
        followed=len(followed),
        age=age,
        kept_older=sum(one > age for one in kept),
        kept_before_cut=len(kept),
        journeys=tuple(name for name, _ in journeys.most_common()),
    )


def _age(given: float, cuts: Sequence[ActualCut]) -> float:
    """Return the seconds from a receipt to the next cut; infinite without one.

    A receipt that a user reads without power in the service was on its way when the power went.
    """
    if any(cut.start <= given < (cut.end or cut.start) for cut in cuts):
        return 0.0
    return min((cut.start - given for cut in cuts if cut.start >= given), default=math.inf)
