"""Safety monitor: stops a run when a neighbour no longer responds, or when a stop file exists."""

import threading
from collections.abc import Callable
from pathlib import Path

from epreuve.audits.execution.translation import translate
from epreuve.audits.profile.model import Safety
from epreuve.faults.addresses import split_host_port
from epreuve.faults.sockets.reachability import accepts
from epreuve.reports.text import Text

EVERY = 1.0  # seconds between two checks
FAILURES = 3  # in a row, so that one lost packet does not stop a run


class SafetyMonitor:
    """Safety checks in a thread; `danger` is the reason to stop, None while there is none."""

    def __init__(
        self,
        safety: Safety,
        is_up: Callable[[tuple[str, int]], bool] = accepts,
        every: float = EVERY,
    ) -> None:
        self._safety = safety
        self._is_up = is_up
        self._every = every
        self._failures = dict.fromkeys(safety.must_answer, 0)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="safety", daemon=True)
        self.danger: Text | None = None

    def start(self) -> None:
        """Start, unless the profile has nothing to check."""
        if self._safety.must_answer or self._safety.stop_file is not None:
            self._thread.start()

    def close(self) -> None:
        """Stop; may be called twice."""
        self._over.set()

    def check(self) -> Text | None:
        """Check once; return the reason to stop, or None."""
        file = self._safety.stop_file
        if file is not None and Path(file).exists():
            return translate("safety.stop_file: {file} exists", file=str(file))
        for address in self._safety.must_answer:
            is_up = self._is_up(split_host_port(address))
            self._failures[address] = 0 if is_up else self._failures[address] + 1
            if self._failures[address] >= FAILURES:
                return translate(
                    "safety.must_answer: {address} no longer accepts connections", address=address
                )
        return None

    def _watch(self) -> None:
        while self.danger is None and not self._over.wait(self._every):
            self.danger = self.check()
