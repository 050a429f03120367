"""State of each receipt according to the service's own storage, and against the audit."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.field.evidence import Journey, ReceiptReading
from tests.field.submission import Sent, Submission


@dataclass(frozen=True)
class Truth:
    """State of one receipt in storage: stored, lost or altered; number of equal submissions."""

    state: str
    copies: int


def state_of(receipt: str, sent: Sent, stored: Iterable[Submission]) -> Truth:
    """Return the state of a receipt; `stored` are the submissions of the same user."""
    own = [one for one in stored if one.identifier == receipt]
    whole = sum(sent.is_whole_in(one.text) for one in stored)
    if not own:
        return Truth("lost", whole)
    return Truth("stored" if any(sent.is_whole_in(one.text) for one in own) else "altered", whole)


def states(
    journeys: Iterable[Journey], sent: Mapping[int, Sent], stored: Iterable[Submission],
    identifier: Callable[[str], str] = str,
) -> dict[int, Truth]:  # fmt: skip
    """Return the true state of each receipt by arrival.

    `identifier` returns the identifier of the submission to which a receipt leads.
    """
    by_user: dict[str, list[Submission]] = {}
    for one in stored:
        by_user.setdefault(one.email, []).append(one)
    return {
        j.arrival: state_of(
            identifier(j.receipt), sent[j.arrival], by_user.get(sent[j.arrival].email, [])
        )
        for j in journeys
        if j.receipt
    }


@dataclass(frozen=True)
class Contradiction:
    """A receipt that the audit judged otherwise than the storage does."""

    arrival: int
    verdict: str
    truth: str


def contradictions(
    readings: Iterable[ReceiptReading], truths: Mapping[int, Truth]
) -> list[Contradiction]:
    """Return the receipts that were read, with another result than that of the storage."""
    return [
        Contradiction(reading.arrival, reading.state, truths[reading.arrival].state)
        for reading in readings
        if reading.state != "unread"
        and reading.arrival in truths
        and reading.state != truths[reading.arrival].state
    ]


def count(truths: Iterable[Truth]) -> Counter[str]:
    """Count the states; `duplicated` counts receipts whose content is stored more than once."""
    total: Counter[str] = Counter()
    for truth in truths:
        total[truth.state] += 1
        total["duplicated"] += truth.copies > 1
    return total
