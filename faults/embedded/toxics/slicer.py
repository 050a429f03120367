"""`slicer`: chunks are cut into pieces of about `average_size` bytes, `delay` µs apart."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from time import monotonic

from epreuve.faults.embedded.toxics.stage import HoldingStage
from epreuve.faults.embedded.toxics.toxic import ToxicSettings


def pieces(size: int, average: int, variation: int, random: Random) -> list[int]:
    """Return the sizes of the pieces of a chunk: about halves, until they are small enough.

    The variation moves each cut; it is below the average, so no piece is empty.
    """
    if size - average <= variation or size < 2:
        return [size]
    middle = size // 2
    if variation > 0:
        middle += random.randrange(-variation, variation)
    middle = min(max(middle, 1), size - 1)
    return pieces(middle, average, variation, random) + pieces(
        size - middle, average, variation, random
    )


class SlicerStage(HoldingStage["SlicerToxic"]):
    """A queue of pieces, one written in each turn of the loop so that each is a segment."""

    capacity = 32 * 1024

    def feed(self, data: bytes, stamp: float) -> None:
        """Cut a chunk and queue the pieces."""
        idle = not self.held
        view = memoryview(data)
        start = 0
        for size in pieces(
            len(data), self.toxic.average_size, self.toxic.size_variation, self.link.random
        ):
            self.hold(bytes(view[start : start + size]), stamp)
            start += size
        if idle and self.timer is None:
            self.release()

    def release(self) -> None:
        """Pass on one piece, and plan the next."""
        self.timer = None
        if not self.held:
            return
        data, stamp = self.held.popleft()
        self.shrink(len(data))
        self.next.feed(data, stamp)
        # Always in a later turn of the loop: uvloop joins the writes of one turn.
        self.timer = self.link.at(monotonic() + max(0, self.toxic.delay) / 1e6, self.release)


@dataclass(frozen=True)
class SlicerToxic(ToxicSettings):
    """Bytes, bytes, microseconds."""

    stage = SlicerStage
    average_size: int = 0
    size_variation: int = 0
    delay: int = 0

    def refusal(self) -> str | None:
        """Refuse sizes that crash Toxiproxy."""
        if self.average_size < 1:
            return f"average_size is {self.average_size} bytes: use at least 1"
        if not 0 <= self.size_variation < self.average_size:
            return (
                f"size_variation is {self.size_variation} bytes: use 0 to "
                f"{self.average_size - 1}, below average_size"
            )
        return None
