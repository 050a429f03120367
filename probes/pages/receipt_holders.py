"""Receipts that several users hold: a proof of loss, or no receipts at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import attrgetter

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.pages.receipt_records import ReceiptMistake, ReceiptObservation


@dataclass(frozen=True)
class Cuts:
    """Power cuts of a run, and when each user with a receipt sent the submission."""

    times: Sequence[float] = ()  # end of each cut's beginning: nothing runs any more
    sent: Mapping[int, float] = field(default_factory=dict)  # by arrival

    def between(self, first: Attempt, second: Attempt) -> bool:
        """Return whether the power was cut between the times of two receipts."""
        made = self.sent.get(first.arrival, first.receipt_at)
        return any(made < cut <= second.receipt_at for cut in self.times)


@dataclass(frozen=True)
class Holders:
    """Attempts with a receipt, sorted by the results of the other holders of its value."""

    to_read: tuple[Attempt, ...]
    superseded: tuple[Attempt, ...]
    """Lost: after a power cut, the service gave the same receipt to another user."""
    mistaken: tuple[tuple[Attempt, ...], ...]
    """Groups whose value is no receipt: several users got it while nothing was cut."""


def holders(
    attempts: Iterable[Attempt], cuts: Cuts, form_values: Mapping[str, AbstractSet[str]]
) -> Holders:
    """Sort attempts by their receipts; `form_values` are those of the empty forms, by journey."""
    to_read: list[Attempt] = []
    superseded: list[Attempt] = []
    mistaken: list[tuple[Attempt, ...]] = []
    for group in _groups(attempts):
        first = group[0]
        on_form = first.receipt in form_values.get(first.journey, ())
        if on_form or not all(cuts.between(one, next) for one, next in pairwise(group)):
            mistaken.append(group)
        else:
            superseded += group[:-1]
            to_read.append(group[-1])
    return Holders(tuple(to_read), tuple(superseded), tuple(mistaken))


def _groups(attempts: Iterable[Attempt]) -> Iterator[tuple[Attempt, ...]]:
    """Yield the attempts of each journey and receipt, in the order in which they got it."""
    value = attrgetter("journey", "receipt")
    given = sorted(
        (attempt for attempt in attempts if attempt.receipt),
        key=lambda attempt: (*value(attempt), attempt.receipt_at),
    )
    return (tuple(group) for _, group in groupby(given, key=value))


def superseded_receipt(attempt: Attempt, now: float) -> Observation[ReceiptObservation]:
    """Return the observation of a receipt that was given again after a power cut."""
    record = ReceiptObservation(
        arrival=attempt.arrival, journey=attempt.journey, state="lost",
        reason="the service gave the same receipt to another user after a power cut",
        unique=None, processed=None,
    )  # fmt: skip
    return Observation(now, attempt.receipt, record)


def mistake(
    group: Sequence[Attempt], form_values: Mapping[str, AbstractSet[str]], calm_until: float,
    now: float,
) -> Observation[ReceiptMistake]:  # fmt: skip
    """Return the observation of a value that is no receipt.

    `calm_until` is when the crisis begins: a mistake before it is one of the profile.
    """
    value, journey = group[0].receipt, group[0].journey
    on_form = value in form_values.get(journey, ())
    early = sum(attempt.receipt_at < calm_until for attempt in group)
    record = ReceiptMistake(
        journey=journey, holders=len(group), on_form=on_form, calm=early > (0 if on_form else 1)
    )
    return Observation(now, value, record)


def without_receipt(attempt: Attempt) -> Attempt:
    """Return the attempt as it is judged: its last answer was no success."""
    return attempt._replace(outcome="wrong content", receipt="", receipt_at=-1.0)
