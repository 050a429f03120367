"""Receipts that several users hold: a proof of loss, or no receipts at all."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import chain, groupby, pairwise
from operator import attrgetter

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reason import recorded
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.receipt_records import ReceiptMistake, ReceiptObservation

Group = tuple[Attempt, ...]


@dataclass(frozen=True)
class Cuts:
    """Power cuts of a run, and when each user with a receipt sent the submission."""

    times: Sequence[float] = ()  # end of each cut's beginning: nothing runs any more
    sent: Mapping[int, float] = field(default_factory=dict)  # by arrival
    void: Sequence[float] = ()  # of cuts that may not have stopped the service

    def between(self, first: Attempt, second: Attempt) -> bool:
        """Return whether the power was cut between the times of two receipts."""
        return self._is_one_between(self.times, first, second)

    def separate(self, group: Sequence[Attempt]) -> bool:
        """Return whether a cut, maybe a void one, is between each receipt of a group and the next.

        Then the same value may have been given again.
        """
        times = (*self.times, *self.void)
        return all(self._is_one_between(times, one, other) for one, other in pairwise(group))

    def sent_at(self, attempt: Attempt) -> float:
        """Return when a user sent the submission; the time of the receipt where it is unknown."""
        return self.sent.get(attempt.arrival, attempt.receipt_at)

    def _is_one_between(self, times: Sequence[float], first: Attempt, second: Attempt) -> bool:
        return any(self.sent_at(first) < cut <= second.receipt_at for cut in times)


@dataclass(frozen=True)
class Holders:
    """Attempts with a receipt, sorted by the results of the other holders of its value."""

    to_read: tuple[Attempt, ...]
    superseded: tuple[Attempt, ...]
    """Lost: after a power cut, the service gave the same receipt to another user."""
    unsure: tuple[Attempt, ...]
    """Unread: the service gave the same receipt to another user after a void cut."""
    mistaken: tuple[Group, ...]
    """Groups whose value is no receipt: several users got it while nothing was cut."""
    again: tuple[Group, ...] = ()
    """Groups whose value was given again without a cut, after others: maybe after a crash.

    Where the last holder can read it, it is a receipt, and the service lost the others.
    """


def holders(
    attempts: Iterable[Attempt], cuts: Cuts, form_values: Mapping[str, AbstractSet[str]],
    pages: Mapping[str, str] | None = None,
) -> Holders:  # fmt: skip
    """Sort attempts by their receipts; `form_values` are those of the empty forms, by journey.

    `pages`: by journey, the requests that read a receipt. Journeys with the same ones may share a
    counter. A journey without any has a counter of its own.
    """
    receipts: list[Group] = []
    mistaken: list[Group] = []
    again: list[Group] = []
    all_groups = list(_groups(attempts))
    for group in all_groups:
        if group[0].receipt in form_values.get(group[0].journey, ()):
            mistaken.append(group)
        elif cuts.separate(group):
            receipts.append(group)
        else:
            (again if _is_given_again(group, all_groups, cuts) else mistaken).append(group)
    groups = list(_by_counter(receipts, cuts, pages or {}))
    superseded: list[Attempt] = []
    unsure: list[Attempt] = []
    for one, other in chain.from_iterable(map(pairwise, groups)):
        (superseded if cuts.between(one, other) else unsure).append(one)
    to_read = tuple(group[-1] for group in groups)
    return Holders(to_read, tuple(superseded), tuple(unsure), tuple(mistaken), tuple(again))


def _is_given_again(group: Group, groups: Iterable[Group], cuts: Cuts) -> bool:
    """Return whether users of the journey got other values between each holder and the next.

    The next holder sent the submission after them. So the value is not that of the last request,
    which two users may see at the same time.
    """
    others = [
        one.receipt_at
        for other in groups
        if other[0].journey == group[0].journey and other is not group
        for one in other
    ]
    return all(
        any(first.receipt_at < at < cuts.sent_at(second) for at in others)
        for first, second in pairwise(group)
    )


def _groups(attempts: Iterable[Attempt]) -> Iterator[Group]:
    """Yield the attempts of each journey and receipt, in the order in which they got it."""
    value = attrgetter("journey", "receipt")
    ordered = sorted(
        (attempt for attempt in attempts if attempt.receipt),
        key=lambda attempt: (*value(attempt), attempt.receipt_at),
    )
    return (tuple(group) for _, group in groupby(ordered, key=value))


def _by_counter(groups: Iterable[Group], cuts: Cuts, pages: Mapping[str, str]) -> Iterator[Group]:
    """Yield the attempts of each counter and receipt.

    Journeys that give the same receipt without a power cut in between have counters of their own.
    """
    by_page: defaultdict[str, defaultdict[str, list[Group]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for group in groups:
        by_page[pages.get(group[0].journey, group[0].journey)][group[0].receipt].append(group)
    for receipts in by_page.values():
        shared = [
            tuple(sorted(chain(*same), key=attrgetter("receipt_at"))) for same in receipts.values()
        ]
        yield from shared if all(map(cuts.separate, shared)) else chain(*receipts.values())


def requests_for_receipt(journey: Journey) -> str:
    """Return what `verify` sends, with `{receipt}` as the name of the receipt.

    Empty where it does not send the receipt: the response then depends on the user.
    """
    sent = "\n".join(step.request for step in journey.verify)
    sent = sent.replace(f"{{{journey.acknowledged_by}}}", "{receipt}")
    return sent if "{receipt}" in sent else ""


def superseded_receipt(
    attempt: Attempt, now: float, *, void: bool = False, crash: bool = False
) -> Observation[ReceiptObservation]:
    """Return the observation of a receipt that was given again after a power cut, or a `crash`.

    A `void` cut proves no loss.
    """
    reason = recorded("the service gave the same receipt to another user after a power cut")
    if crash:
        reason = recorded("the service gave the same receipt to another user later")
    if void:
        reason = recorded(
            "the service gave the same receipt to another user after a void power cut"
        )
    record = ReceiptObservation(
        arrival=attempt.arrival, journey=attempt.journey,
        state="unread" if void else "lost", reason=reason, unique=None, processed=None,
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
    """Return the attempt as it is judged: its last response was no success."""
    return attempt._replace(outcome="wrong content", receipt="", receipt_at=-1.0)
