"""Threads that ask for receipts side by side, until the time of the reading ends."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from epreuve.probes.pages.adaptive_limit import FIRST, AdaptiveLimit
from epreuve.probes.pages.open_receipt import OpenReceipt

SHORTEST = 60.0  # seconds that the reading may always take
MARGIN = 3.0  # times the expected duration


class ReceiptPool:
    """Threads for receipts, and the end of their time; `within` is in seconds."""

    def __init__(self, threads: Executor, receipts: Sequence[OpenReceipt], within: float) -> None:
        self._threads, self._within = threads, within
        self._number = len(receipts)  # of requests that are expected
        self._limit = AdaptiveLimit()
        self._start = time.monotonic()
        final = max((receipt.final_from for receipt in receipts), default=0.0)
        self._settling = max(0.0, final - self._start)
        self._end = self._latest = self._start + self._settling + within

    @property
    def time_left(self) -> float:
        """Seconds until the end."""
        return self._end - time.monotonic()

    @property
    def is_half_over(self) -> bool:
        """Whether less than half of the time is left."""
        return 2 * self.time_left < self._end - self._start

    def sleep(self, seconds: float) -> bool:
        """Wait; return whether time is left."""
        time.sleep(max(0.0, min(seconds, self.time_left)))
        return self.time_left > 0

    def expect(self, number: int) -> None:
        """Count further requests, which need time too."""
        self._number += number

    def end_within(self, seconds: float) -> None:
        """End after these seconds at the latest."""
        self._end = self._latest = min(self._end, time.monotonic() + seconds)

    def run(
        self, work: Callable[[OpenReceipt], bool], waiting: list[OpenReceipt]
    ) -> Iterator[OpenReceipt]:
        """Do `work`, which returns whether the service failed; yield each receipt, also undone.

        The last of `waiting` is the next one. Receipts may be added during the run.
        """
        running = dict[Future[tuple[float, bool]], OpenReceipt]()
        while waiting or running:
            while waiting and len(running) < self._limit.value and self.time_left > 0:
                receipt = waiting.pop()
                running[self._threads.submit(_timed, work, receipt)] = receipt
            if not running:
                yield from reversed(waiting)
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                seconds, failed = future.result()
                self._limit.note(seconds, failed=failed)
                expected = self._start + self._settling + self._expected()
                self._end = min(self._latest, expected)
                yield running.pop(future)

    def _expected(self) -> float:
        """Return the seconds that the reading may take, from the latency of the first responses."""
        if not self._limit.latency:
            return self._within
        return max(SHORTEST, MARGIN * self._number * self._limit.latency / FIRST)


def _timed(work: Callable[[OpenReceipt], bool], receipt: OpenReceipt) -> tuple[float, bool]:
    start = time.monotonic()
    failed = work(receipt)
    return time.monotonic() - start, failed
