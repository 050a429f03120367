"""Records of receipts: their state when read again, the two controls, and mistaken receipts."""

from typing import Literal

from epreuve.probes.evidence.observation import Record, record_kind

ReceiptState = Literal["stored", "altered", "lost", "unread"]
"""`stored`: the service has the submission. `altered`: it has a part of it. `lost`: it says that
the submission does not exist. `unread`: anything else; nothing is concluded."""


Proof = Literal["content", "state", "nothing"]
"""What the page of a stored submission shows in calm. `content`: values of its user, or a receipt
that `verify` does not send. `state`: the receipt that `verify` sends. `nothing`: neither."""


class ReceiptRecord(Record):
    """State of one submission when its receipt was read again; the subject is its number."""

    arrival: int
    """Number of the user who holds the receipt."""
    journey: str
    """Journey that gave it."""
    state: ReceiptState
    """`stored`, `altered`, `lost`, or `unread` when nothing can be concluded."""
    reason: str
    """Why it is altered, lost or unread; empty when it is stored."""
    unique: bool | None
    """Whether it exists once; null when not known."""
    processed: bool | None
    """Whether the back office has it; null when not known."""
    requested: bool = True
    """Whether `verify` was run at all: without time for it, the receipt is unread by chance."""


@record_kind("receipt")
class ReceiptObservation(ReceiptRecord):
    """A receipt read again after the run."""


@record_kind("drill receipt")
class DrillReceiptObservation(ReceiptRecord):
    """A receipt read again after the storage was destroyed and restored."""


@record_kind("second receipt")
class SecondReceiptObservation(ReceiptRecord):
    """A receipt that was stored, read a second time after a further power cut."""


@record_kind("further cut")
class FurtherCut(Record):
    """Power cut after all receipts were read, to read some of them again."""

    void: bool
    """Whether something of the service still ran or responded without power."""
    ready: bool
    """Whether the service was ready again in time."""


class UniqueControl(Record):
    """Number of submissions that `unique` counts for a receipt just made, and for one never given.

    A number is null where the response says nothing.
    """

    made: int | None
    """For a receipt just made: it must be 1."""
    forged: int | None
    """For a receipt never given: it must not be 1 or more."""
    detail: str = ""
    """Why `unique` fails for the receipt just made; empty where it succeeds."""
    shared: str = ""
    """Its match that a second submission of the same user would have too: it counts once."""

    @property
    def holds(self) -> bool:
        """Whether both numbers are as they must be, and could be larger."""
        return self.made == 1 and not self.detail and not self.forged and not self.shared


class MissingPage(Record):
    """Response that receipts never given share, so that a lost receipt may have it too."""

    address: str
    """Path of the page, with `{receipt}` in place of the number."""
    status: int
    """HTTP status of the page."""
    text: str
    """Its text without the user's values, `*` where it varies."""
    text_varies: bool = False
    """Whether the pages share too little text: only the address counts."""
    is_elsewhere: bool = False
    """Whether redirects lead to another address than that of a stored submission."""


@record_kind("receipt control")
class ReceiptControl(Record):
    """Reading of a receipt just made, and of one never given; the subject is the journey."""

    positive: bool
    """Whether `verify` succeeds for a receipt just made."""
    negative: bool
    """Whether `verify` fails for a receipt that was never given."""
    reason: str
    """Why a control failed; empty when both are as they should be."""
    address: str = ""
    """Path where the submission is read, with `{receipt}` in place of the number."""
    shown: tuple[str, ...] = ()
    """Own values of the user that only the page of their submission shows: `citizen.name`."""
    missing: tuple[MissingPage, ...] = ()
    """Responses to receipts never given; empty when they prove nothing."""
    detail: str = ""
    """Step and unmet expectation with which `verify` fails for a receipt just made."""
    excerpt: str = ""
    """Beginning of the response with which `verify` fails for a receipt just made."""
    proof: Proof | None = None
    """What the page of a receipt just made shows; null where `verify` proves nothing."""
    unique: UniqueControl | None = None
    """Control of `unique`; null where it was not made."""
    processed_forged: bool | None = None
    """Whether `processed` succeeds for a receipt never given; null where it was not run."""
    appears_within: float = 0.0
    """Seconds after which the receipt just made could be read, at most."""
    form_values: tuple[str, ...] = ()
    """Values that the receipt's pattern finds before anything is sent: they are no receipts."""


@record_kind("receipt mistake")
class ReceiptMistake(Record):
    """A value that several users got as their receipt, or that an empty form shows; the subject.

    The journeys that ended with it are not successes: their attempts are recorded as
    `wrong content`, without a receipt.
    """

    journey: str
    """Journey that gave it."""
    holders: int
    """Number of users who got it."""
    on_form: bool
    """Whether the form shows it before anything is sent."""
    calm: bool
    """Whether this happened before the crisis."""
