"""One receipt while it is read again, and whether to ask once more."""

from dataclasses import dataclass, field
from math import inf

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reason import recorded
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.pages.receipt_records import ReceiptObservation
from epreuve.probes.pages.receipt_state import State

TRIES = 3  # of a request whose response is not expected to change
NOT_READ = State("unread", recorded("no time was left to read it"))


@dataclass(slots=True, eq=False)
class OpenReceipt:
    """One receipt, and the results so far. Times are those of the monotonic clock."""

    attempt: Attempt
    settles: float = 0.0  # until then, the submission may still appear
    loads: float = 0.0  # until then, a service that is ready may still load its data
    state: State = NOT_READ
    unique: bool | None = None
    counts: bool = False  # whether the journey has `unique` steps
    processed: bool | None = None
    tries: int = 0
    read_at: float = 0.0  # when the last reading began
    may_change: bool = True  # whether the response may soon be another one
    lost_at: list[float] = field(default_factory=list)  # beginnings of the readings without it
    confirmed_at: float = -inf  # when the loss was read just after another submission

    @property
    def is_open(self) -> bool:
        """Whether to ask again. A loss is judged with the others."""
        if self.state.state == "lost":
            return True
        if self.read_at < self.settles:
            return self.state.state != "stored" or (self.counts and not self.unique)
        return self.state.state == "unread" and (self.may_change or self.tries < TRIES)

    @property
    def final_from(self) -> float:
        """Time from which a loss may be final."""
        return max(self.settles, self.loads)

    def note_state(self, state: State, *, may_change: bool) -> None:
        """Keep the result of the reading that began at `read_at`."""
        self.tries += 1
        self.state, self.may_change = state, may_change
        if state.state == "lost":
            self.lost_at.append(self.read_at)

    def leave(self, reason: str) -> None:
        """Leave it unread for good."""
        self.state, self.may_change = State("unread", reason), False

    def note_count(self, unique: bool | None) -> None:
        """Keep the last count; None, a response without a count, leaves the one before."""
        self.unique = self.unique if unique is None else unique

    def observation(self, now: float) -> Observation[ReceiptObservation]:
        """Return the observation of the results so far."""
        record = ReceiptObservation(
            arrival=self.attempt.arrival, journey=self.attempt.journey, state=self.state.state,
            reason=self.state.reason, unique=self.unique, processed=self.processed,
            requested=self.tries > 0,
        )  # fmt: skip
        return Observation(now, self.attempt.receipt, record)
