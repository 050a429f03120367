"""Receipts that users were given, and the state of their submissions after the run."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import judged
from epreuve.audits.checks.facts.control_doubts import ControlDoubts
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.power_cuts import ActualCut
from epreuve.audits.checks.facts.submissions import submission_steps
from epreuve.audits.checks.facts.traffic import Count
from epreuve.audits.checks.no_evidence import NoEvidence, UnprovenStorage
from epreuve.audits.checks.statistics.interval import rule_of_three
from epreuve.audits.checks.translation import translate
from epreuve.audits.messages.texts import recorded_text
from epreuve.audits.planning.plan import CONTROL_CELL, Plan
from epreuve.audits.profile.name import name_in
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.pages.receipt_records import (
    ReceiptMistake,
    ReceiptObservation,
    ReceiptRecord,
    SecondReceiptObservation,
)
from epreuve.reports.text import Text, join

MIN_MISTAKEN = 3  # users whose value is no receipt, and their share of the receipts of a journey,
MISTAKEN_SHARE = 0.05  # from which `capture:` reads a constant, or the service refuses [A]


Records = Mapping[int, ReceiptRecord]
"""Reading of each receipt, by arrival."""


@dataclass(frozen=True)
class Receipts:
    """Result of reading all receipts again. A receipt counts once; `audited` ones were read."""

    acknowledged: int
    audited: int
    lost: int
    altered: int
    duplicated: int
    counted: int = 0
    """Receipts read whose `unique` steps gave a number."""
    resent: int = 0
    """Receipts of users who sent their request again, because its response stopped on the way."""
    older: int = 0
    """Receipts read that were given before the last valid power cut; no cut risked the others."""
    unjudged: int = 0
    """Receipts unread although `verify` was run: they are no random sample, each may be lost."""
    unverified: int = 0
    """Receipts of critical journeys without `verify`: they were not read either."""
    unverified_journeys: tuple[str, ...] = ()
    """Names of these journeys."""
    set_aside: int = 0
    """Users who got a value that others got too, and that is no receipt. They are few."""

    @property
    def loss_bound(self) -> float:
        """Share that may be lost where none is known: each unread one, and the rule of three.

        Only receipts that are older than a power cut show that a cut loses nothing.
        """
        if not self.older:
            return 1.0
        unread = self.unjudged + self.unverified
        return min(1.0, unread / (self.audited + unread) + rule_of_three(self.older))


@fact
def receipts(
    plan: Plan, evidence: Evidence, power_cuts: tuple[ActualCut, ...],
    control_doubts: ControlDoubts,
) -> Receipts:  # fmt: skip
    """Receipts given, and the result of reading each again."""
    with_receipt = Counter(attempt.journey for attempt in evidence.attempts() if attempt.receipt)
    set_aside = _set_aside(evidence, with_receipt, plan.profile.journeys)
    totals = evidence.receipt_totals()
    if not totals.read:
        control_doubts.require_verify()
        reason = join((translate("No receipt could be read again."), *_reasons(evidence)))
        unread = {row.record.journey for row in evidence.observations(ReceiptObservation)}
        without = {name for name, one in plan.profile.critical().items() if not one.verify}
        missing = UnprovenStorage if unread & without else NoEvidence
        raise missing(
            reason, translate("Correct `verify:`, or find out why the service did not respond.")
        )
    counted = set(evidence.checked_once())
    resent = evidence.lost_answers(submission_steps(plan.profile.journeys.items()))
    records = {row.record.arrival: row.record for row in evidence.observations(ReceiptObservation)}
    second = {
        row.record.arrival: row.record for row in evidence.observations(SecondReceiptObservation)
    }
    older, unjudged = _older_and_unjudged(evidence, records, second, power_cuts)
    states = Counter(record.state for record in second.values())
    unverified = _unverified(plan, records)
    return Receipts(
        evidence.receipt_count(), totals.read, totals.lost + states["lost"],
        totals.altered + states["altered"], totals.duplicated,
        counted=len(counted), resent=len(counted.intersection(resent)), older=older,
        unjudged=unjudged, unverified=unverified.total(),
        unverified_journeys=tuple(unverified), set_aside=set_aside,
    )  # fmt: skip


def _set_aside(evidence: Evidence, with_receipt: Counter[str], names: Iterable[str]) -> int:
    """Return the number of users whose value is no receipt; `with_receipt`: attempts by journey.

    Raises NoEvidence where they are no exception: then the other values may be no receipts either.
    """
    mistakes = [row.record for row in evidence.observations(ReceiptMistake)]
    holders: Counter[str] = Counter()
    for mistake in mistakes:
        holders[mistake.journey] += mistake.holders
    doubtful = {
        journey
        for journey, mistaken in holders.items()
        if mistaken >= max(MIN_MISTAKEN, MISTAKEN_SHARE * (with_receipt[journey] + mistaken))
    }
    wrong = [one for one in mistakes if one.calm or one.journey in doubtful]
    if wrong:
        largest = max(wrong, key=lambda mistake: mistake.holders)
        raise NoEvidence(mistake_sentence(largest, names), mistake_remedy())
    return holders.total()


def _older_and_unjudged(
    evidence: Evidence, records: Records, second: Records, cuts: Iterable[ActualCut]
) -> tuple[int, int]:
    last = max((cut.start for cut in cuts if cut.void is None), default=-1.0)
    read = {arrival for arrival, record in records.items() if record.state != "unread"}
    again = {arrival for arrival, record in second.items() if record.state != "unread"}
    older = sum(
        attempt.receipt != ""
        and attempt.arrival in read
        and (attempt.receipt_at < last or attempt.arrival in again)
        for attempt in evidence.attempts()
    )
    unjudged = (record.requested for arrival, record in records.items() if arrival not in read)
    return older, sum(unjudged)


def _unverified(plan: Plan, records: Records) -> Counter[str]:
    """Return the receipts that were not read, by critical journey without `verify`."""
    journeys = {name: name for name, one in plan.profile.critical().items() if not one.verify}
    return Counter(
        journeys[record.journey]
        for record in records.values()
        if record.journey in journeys and record.state == "unread" and not record.requested
    )


def _reasons(evidence: Evidence) -> Iterator[Text]:
    """Yield the most frequent reason why receipts are unread."""
    rows = evidence.observations(ReceiptObservation)
    reasons = Counter(row.record.reason for row in rows if row.record.reason)
    for reason, _ in reasons.most_common(1):
        yield translate("Most frequent reason: {reason}.", reason=recorded_text(reason))


def mistake_sentence(mistake: ReceiptMistake, names: Iterable[str] = ()) -> Text:
    """Return the mistake in a value that is no receipt, and its correction.

    `names` has the titles of journeys.
    """
    return join((mistake_cause(mistake, names), mistake_remedy()))


def mistake_cause(mistake: ReceiptMistake, names: Iterable[str] = ()) -> Text:
    """Return the mistake in a value that is no receipt; `names` as in `mistake_sentence`."""
    journey = name_in(names, mistake.journey)
    if mistake.on_form:
        what = translate(
            "Journey “{journey}”: the form shows the value of the receipt before anything is sent, "
            "so it is no receipt.",
            journey=journey,
        )
    else:
        what = translate(
            "Journey “{journey}”: several users ({n}) got the same receipt and no power cut was in "
            "between, so it is no receipt.",
            journey=journey,
            n=mistake.holders,
        )
    why = translate(
        "The service refuses requests with status 200 (a limit of requests per minute?), or "
        "`capture:` reads a constant."
    )
    return join((what, why))


def mistake_remedy() -> Text:
    """Return what to do about a value that is no receipt."""
    return translate(
        "Raise the limit for the test, or let `expect:` and `capture:` accept only stored requests."
    )


@dataclass(frozen=True)
class Messages:
    """Receipts given without any fault, and connections to the SMS or mail gateways."""

    acknowledged: int
    connections: int


@fact
def messages(plan: Plan, attempts: list[Attempt], traffic: dict[str, Count]) -> Messages:
    """Receipts and messages of the control cell, where nothing else calls the gateways."""
    window, counted = plan.window(CONTROL_CELL), traffic.get(CONTROL_CELL)
    if window is None or counted is None:
        raise NoEvidence(translate("The control cell was not run."))
    acknowledged = sum(attempt.receipt != "" for attempt in judged(attempts, window))
    gateways = [n for n, e in plan.profile.dependencies.items() if e.set in ("OTP", "MAIL")]
    return Messages(
        acknowledged, sum(counted.opened.get(f"dependency-{name}", 0) for name in gateways)
    )
