"""One receipt while it is read again, and whether to ask once more."""

from dataclasses import dataclass

from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reason import recorded
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.pages.receipt_records import ReceiptObservation
from epreuve.probes.pages.receipt_state import State

SURE_TRIES = 8  # of a loss by a status that a service or its router may give for a moment [A]
LOSS_TRIES = 2  # of any other loss: its data may be loaded after the service is ready
TRIES = 3  # of a request whose response is not expected to change
NOT_READ = State("unread", recorded("no time was left to read it"))


@dataclass(slots=True)
class OpenReceipt:
    """One receipt, and the results so far. Times are those of the monotonic clock."""

    attempt: Attempt
    settles: float = 0.0  # until then, the submission may still appear
    state: State = NOT_READ
    unique: bool | None = None
    counts: bool = False  # whether the journey has `unique` steps
    processed: bool | None = None
    tries: int = 0
    read_at: float = 0.0  # when the last reading began
    may_change: bool = True  # whether the response may soon be another one

    @property
    def is_open(self) -> bool:
        """Whether to ask again."""
        if not self._is_settled:
            return self.state.state != "stored" or (self.counts and not self.unique)
        if self.state.state == "lost":  # where it may change, one more try confirms it
            sure = not self.may_change or self.state.by_another
            return self.tries < (LOSS_TRIES if sure else SURE_TRIES - 1)
        return self.state.state == "unread" and (self.may_change or self.tries < TRIES)

    @property
    def _is_settled(self) -> bool:
        return self.read_at >= self.settles

    def note_count(self, unique: bool | None) -> None:
        """Keep the last count; None, a response without a count, leaves the one before."""
        self.unique = self.unique if unique is None else unique

    def leave_unsure(self) -> None:
        """Leave a loss unread while the submission may still appear, or the service fails."""
        if self.state.state != "lost":
            return
        if not self._is_settled:
            self.state = State("unread", recorded("the submission may still appear"))
        elif self.may_change:
            self.state = State("unread", recorded("the service fails for this receipt"))
        elif self.tries < LOSS_TRIES:
            self.state = State("unread", recorded("no time was left to read the loss once more"))

    def observation(self, now: float) -> Observation[ReceiptObservation]:
        """Return the observation of the results so far."""
        record = ReceiptObservation(
            arrival=self.attempt.arrival, journey=self.attempt.journey, state=self.state.state,
            reason=self.state.reason, unique=self.unique, processed=self.processed,
            requested=self.tries > 0,
        )  # fmt: skip
        return Observation(now, self.attempt.receipt, record)
