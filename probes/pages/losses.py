"""Losses of one reading, which control each other: one that ends makes the others doubtful."""

import time
from math import inf

from epreuve.probes.evidence.reason import recorded
from epreuve.probes.pages.open_receipt import OpenReceipt
from epreuve.probes.pages.receipt_state import State

SURE_TRIES = 8  # of a loss by a status that a service or its router may give for a moment [A]
LOSS_TRIES = 2  # of any other loss: its data may be loaded after the service is ready
SAMPLE = 30  # losses that are read while all wait, and twice before the others [A]


class Losses:
    """Judge of losses, from the results of each reading. Times are those of the monotonic clock.

    A loss is final after several readings since the last change: the last time at which a receipt
    that seemed lost was stored.
    """

    def __init__(self) -> None:
        self._sample: dict[OpenReceipt, None] = {}
        self._early: set[OpenReceipt] = set()  # receipts that wait for an early reading
        self._again_from = inf  # when the second round began
        self._changed_at = -inf

    def begin_again(self) -> None:
        """Note the beginning of a further round."""
        self._again_from = min(self._again_from, time.monotonic())

    def note(self, receipt: OpenReceipt) -> None:
        """Take one reading of a receipt into account."""
        self._early.discard(receipt)
        if receipt.state.state == "lost" and len(self._sample) < SAMPLE:
            self._sample[receipt] = None
        elif receipt.state.state in ("stored", "altered") and receipt.lost_at:
            receipt.lost_at.clear()
            self._sample.pop(receipt, None)
            self._changed_at = time.monotonic()

    def is_due(self, receipt: OpenReceipt) -> bool:
        """Return whether to ask in the next round; while losses wait, a sample is asked."""
        if receipt.state.state != "lost":
            return True
        if receipt.may_change or time.monotonic() >= receipt.final_from:
            return not self.is_final(receipt)
        return receipt in self._sample or receipt.read_at < self._changed_at

    def is_final(self, receipt: OpenReceipt) -> bool:
        """Return whether a loss is sure, and was read again after all other receipts."""
        return self._is_sure(receipt) and receipt.read_at >= self._again_from

    def is_ready(self, receipt: OpenReceipt) -> bool:
        """Return whether only another submission is still needed to confirm a loss."""
        return self.is_read_enough(receipt) and not self._is_sure(receipt)

    def early(self, pause: float, *, is_urgent: bool) -> list[OpenReceipt]:
        """Return the losses to read again before the first round ends: a sample.

        Then a knock-out does not depend on the end of the time.
        """
        if not is_urgent and len(self._sample) < SAMPLE:
            return []
        now = time.monotonic()
        losses = [
            receipt
            for receipt in self._sample.keys() - self._early
            if receipt.state.state == "lost" and not receipt.may_change
            and now >= max(receipt.final_from, receipt.read_at + pause)
            and not self._is_sure(receipt)
        ]  # fmt: skip
        self._early.update(losses)
        return losses

    def leave_unsure(self, receipt: OpenReceipt) -> None:
        """Leave a loss unread that is not sure at the end of the time."""
        if receipt.state.state != "lost" or self._is_sure(receipt):
            return
        if receipt.read_at < receipt.final_from:
            reason = recorded("the submission may still appear")
        elif receipt.may_change:
            reason = recorded("the service fails for this receipt")
        elif self._changed_at > -inf:
            reason = recorded("other receipts that seemed lost were stored a moment later")
        else:
            reason = recorded("no time was left to read the loss once more")
        receipt.state = State("unread", reason)

    def _is_sure(self, receipt: OpenReceipt) -> bool:
        confirmed = not receipt.may_change or receipt.confirmed_at > self._changed_at
        return confirmed and self.is_read_enough(receipt)

    def is_read_enough(self, receipt: OpenReceipt) -> bool:
        """Return whether a loss was read often enough since the last change."""
        if receipt.state.state != "lost" or receipt.read_at < receipt.final_from:
            return False
        tries = LOSS_TRIES
        if self._changed_at > -inf or (receipt.may_change and not receipt.state.of_another):
            tries = SURE_TRIES - 1 if receipt.may_change else SURE_TRIES
        return sum(start > self._changed_at for start in receipt.lost_at) >= tries
