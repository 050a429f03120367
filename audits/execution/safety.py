"""Safety of systems outside the test: hosts that must answer, a stop file."""

import socket
import threading
from collections.abc import Callable
from pathlib import Path

from epreuve.audits.profile.model import Safety
from epreuve.probes.http.address import split_host_port

EVERY = 1.0  # seconds between two checks
PATIENCE = 1.0  # seconds for a host to accept a connection
FAILURES = 3  # in a row: one lost packet does not end an audit


class SafetyMonitor:
    """Checks the `safety:` of a profile from a thread; `danger` is the reason to stop, or None."""

    def __init__(
        self,
        safety: Safety,
        answers: Callable[[str], bool] | None = None,
        every: float = EVERY,
    ) -> None:
        self._safety = safety
        self._answers = answers or _answers
        self._every = every
        self._failures = dict.fromkeys(safety.must_answer, 0)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="safety", daemon=True)
        self.danger: str | None = None

    def start(self) -> None:
        """Start the thread, where the profile names something to check."""
        if self._safety.must_answer or self._safety.stop_file is not None:
            self._thread.start()

    def close(self) -> None:
        """Stop; closing twice is fine."""
        self._over.set()

    def check(self) -> str | None:
        """Return the reason to stop the run, or None."""
        file = self._safety.stop_file
        if file is not None and Path(file).exists():
            return f"safety.stop_file: {file} is there"
        for place in self._safety.must_answer:
            self._failures[place] = 0 if self._answers(place) else self._failures[place] + 1
            if self._failures[place] >= FAILURES:
                return f"safety.must_answer: {place} no longer accepts connections"
        return None

    def _watch(self) -> None:
        while self.danger is None and not self._over.wait(self._every):
            self.danger = self.check()


def _answers(place: str) -> bool:
    try:
        socket.create_connection(split_host_port(place), timeout=PATIENCE).close()
    except OSError:
        return False
    return True
