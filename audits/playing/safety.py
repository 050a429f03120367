"""Stops a run before it harms what is not under trial: neighbours that must answer, a stop file."""

import socket
import threading
from collections.abc import Callable
from pathlib import Path

from epreuve.audits.profile import Safety
from epreuve.probes.http.address import split_host_port

EVERY = 1.0  # seconds between two looks
PATIENCE = 1.0  # seconds for a neighbour to accept a connection
FAILURES = 3  # in a row, so that one lost packet ends no audit


class Lookout:
    """Looks around from a thread; `danger` says why to stop, None while all is well."""

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
        self._thread = threading.Thread(target=self._watch, name="lookout", daemon=True)
        self.danger: str | None = None

    def start(self) -> None:
        """Begin; does nothing when the profile names nothing to look at."""
        if self._safety.must_answer or self._safety.stop_file is not None:
            self._thread.start()

    def close(self) -> None:
        """End; closing twice is fine."""
        self._over.set()

    def look(self) -> str | None:
        """One look around: why to stop, or None."""
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
            self.danger = self.look()


def _answers(place: str) -> bool:
    try:
        socket.create_connection(split_host_port(place), timeout=PATIENCE).close()
    except OSError:
        return False
    return True
