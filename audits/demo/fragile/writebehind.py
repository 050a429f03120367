"""Dossiers waiting in memory for the next write to the database: fast, and lost with the power."""

from __future__ import annotations

import sys
import threading

from epreuve.audits.demo.dossier import Dossier
from epreuve.audits.demo.register import Register, RegisterError

_PERIOD = 5.0  # s between two writes


class WriteBehind:
    """Takes dossiers at once and writes them to the register later."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._waiting: dict[str, tuple[Dossier, bytes]] = {}

    def start(self) -> None:
        """Write every few seconds from now on, in a thread of its own."""
        threading.Thread(target=self._run, name="write-behind", daemon=True).start()

    def take(self, dossier: Dossier, piece: bytes) -> None:
        """Remember a dossier until the next write."""
        with self._lock:
            self._waiting[dossier.receipt] = (dossier, piece)

    def waiting(self) -> list[Dossier]:
        """The dossiers not yet written."""
        with self._lock:
            return [dossier for dossier, _ in self._waiting.values()]

    def flush(self) -> None:
        """Write what waits; raises RegisterError at the first failure, the rest keeps waiting."""
        with self._writing:
            with self._lock:
                batch = list(self._waiting.values())
            for dossier, piece in batch:
                self._register.put(dossier, piece)
                with self._lock:
                    del self._waiting[dossier.receipt]

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(_PERIOD):
            try:
                self.flush()
            except RegisterError as error:
                print(f"guichet: {error}", file=sys.stderr)
