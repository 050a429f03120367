"""Delivery of dossiers in the background, repeated until it succeeds."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable

from epreuve.audits.demo.dossier import Dossier
from epreuve.audits.demo.outbound import OutboundError, RefusedError
from epreuve.audits.demo.register import RegisterError
from epreuve.audits.demo.sobre.deposits import Deposits

_IDLE = 0.2  # seconds between two checks of an empty list
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 2.0  # seconds after a failure, doubled each time [A]


class Outbox:
    """Outbox of one destination. The receipts to send are read from the deposits after a restart.

    Delivery is at least once: a crash before the record of an arrival sends again.
    """

    def __init__(
        self, deposits: Deposits, destination: str, deliver: Callable[[Dossier], None]
    ) -> None:
        self._deposits = deposits
        self._destination = destination
        self._deliver = deliver
        self._closed = threading.Event()
        self._jitter = random.Random()

    def start(self) -> None:
        """Start the delivery thread."""
        threading.Thread(target=self._run, name=self._destination, daemon=True).start()

    def close(self) -> None:
        """Stop after the current delivery."""
        self._closed.set()

    def round(self) -> bool:
        """Deliver all waiting dossiers. Returns False when some are left.

        A refused dossier does not stop the others; an unreachable destination ends the round.
        """
        complete = True
        for receipt in self._deposits.owed(self._destination):
            dossier = self._deposits.get(receipt)
            if dossier is None or self._closed.is_set():
                continue
            try:
                self._deliver(dossier)
                self._deposits.sent(dossier, self._destination)
            except (RefusedError, FileNotFoundError):
                complete = False
            except (OutboundError, RegisterError, OSError):
                return False
        return complete

    def _run(self) -> None:
        pause = _FIRST_PAUSE
        while not self._closed.is_set():
            if self.round():
                pause = _FIRST_PAUSE
                self._closed.wait(_IDLE)
            else:
                self._closed.wait(pause * self._jitter.uniform(0.5, 1.0))
                pause = min(2 * pause, _LONGEST_PAUSE)
