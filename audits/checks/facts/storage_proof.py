"""Strength of the proof that the service stores submissions."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean

from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.power_cuts import ActualCut
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.citizen import FILE_BITS, MESSAGE_BITS, NAME_BITS
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.decoys import DecoyObservation
from epreuve.probes.pages.receipt_records import (
    ReceiptControl,
    ReceiptObservation,
    SecondReceiptObservation,
)
from epreuve.reports.assessment import StorageStrength

BITS = {
    "name": NAME_BITS,
    "email": NAME_BITS,
    "message": MESSAGE_BITS,
    "file": FILE_BITS,
    "file_sha256": 256,
}
"""What a receipt must hold to show a value, for a service that knows how ours are drawn.

The values of one user depend on each other, so the largest one decides.
"""
NEARLY = 0.95  # of these bits: the capacity of receipts is an estimate [A]


@dataclass(frozen=True)
class StorageProof:
    """Proof that the critical journeys give: the weakest of them."""

    strength: StorageStrength
    after_restart: int = 0
    """Receipts that were stored after a power cut which they are older than."""
    second: int = 0
    """Receipts that were stored after the further power cut too."""
    decoys: int = 0
    """Receipts never given, or of other users, that were read among the true ones."""
    decoys_found: int = 0
    may_be_decoded: bool = False
    """Whether a receipt is long enough to hold what its page shows."""


@fact
def storage_proof(
    plan: Plan, evidence: Evidence, power_cuts: tuple[ActualCut, ...],
    control_doubts: ControlDoubts,
) -> StorageProof:  # fmt: skip
    """Weakest proof of the critical journeys that gave receipts."""
    attempts = {one.arrival: one for one in evidence.attempts() if one.receipt}
    if not attempts:
        raise NoEvidence(translate("No receipt was given."))
    critical = plan.profile.critical()
    kept = {
        row.record.arrival
        for row in evidence.observations(ReceiptObservation)
        if row.record.state == "stored" and row.record.journey in critical
    }
    second = {
        row.record.arrival
        for row in evidence.observations(SecondReceiptObservation)
        if row.record.state == "stored"
    }
    stops = plan.profile.power.level != "proxy"
    cuts = [cut.start for cut in power_cuts if cut.void is None] if stops else []
    last = max(cuts, default=-1.0)
    older = {one for one in kept if one in attempts and attempts[one].receipt_at < last}
    controls = {row.subject: row.record for row in evidence.observations(ReceiptControl)}
    found = [row.record.found for row in evidence.observations(DecoyObservation)]
    given = {one.journey for one in attempts.values() if one.journey in critical}
    proven = not given & control_doubts.verify.keys() and given <= controls.keys()
    of_given = [controls[name] for name in given & controls.keys()]
    may_be_decoded = any(_holds(controls, attempts.values(), critical))
    after_restart = bool(older | second) and not may_be_decoded
    return StorageProof(
        strength=_strength(proven and bool(kept), of_given, after_restart),
        after_restart=len(older | second), second=len(second),
        decoys=len(found), decoys_found=sum(found),
        may_be_decoded=may_be_decoded,
    )  # fmt: skip


def _strength(
    proven: bool, controls: Iterable[ReceiptControl], after_restart: bool
) -> StorageStrength:
    if not proven:
        return "none"
    if any(control.proof != "content" for control in controls):
        return "number"
    return "re-read after restart" if after_restart else "re-read"


def _holds(
    controls: dict[str, ReceiptControl], attempts: Iterable[Attempt],
    critical: Mapping[str, Journey],
) -> Iterator[bool]:  # fmt: skip
    """Yield, for each critical journey, whether its receipts can hold what their pages show."""
    receipts: dict[str, list[Attempt]] = defaultdict(list)
    for attempt in attempts:
        receipts[attempt.journey].append(attempt)
    for name in critical:
        control, own = controls.get(name), receipts[name]
        if control is None or not own:
            continue
        sent = {one for step in critical[name].verify for one in step.placeholders_sent()}
        yield can_hold([one.receipt for one in own], control.shown, _beside(own, sent))


def _beside(attempts: Iterable[Attempt], sent: Collection[str]) -> list[list[str]]:
    """Return the other captured values that `verify` sends, by name, without the receipt in them.

    A captured address holds the receipt a second time: it holds nothing more.
    """
    values: dict[str, list[str]] = defaultdict(list)
    for attempt in attempts:
        for name, value in attempt.kept.items():
            if name in sent:
                values[name].append(value.replace(attempt.receipt, ""))
    return list(values.values())


def can_hold(receipts: list[str], shown: Iterable[str], beside: Iterable[list[str]] = ()) -> bool:
    """Return whether receipts are long enough for the values of a user that their page shows.

    `beside`: other values of these users that are sent with the receipts.
    """
    names = [one.partition(".")[2] for one in shown if one.startswith("citizen.")]
    needed = max((BITS[name] for name in names), default=0)
    return bool(needed) and sum(map(capacity, (receipts, *beside))) >= NEARLY * needed


def capacity(receipts: list[str]) -> float:
    """Return the bits that receipts can hold on average, beyond what all have in common."""
    columns = enumerate(zip(*receipts, strict=False))
    shortest = min(map(len, receipts))
    shared = next((place for place, column in columns if len(set(column)) > 1), shortest)
    alphabet = len(set("".join(one[shared:] for one in receipts)))
    length = fmean(len(one) - shared for one in receipts)
    return length * math.log2(alphabet) if alphabet > 1 else 0.0
