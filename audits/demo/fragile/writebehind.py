"""Dossiers in memory until the next write to the database: fast, but lost in a power cut."""

from __future__ import annotations

import sys
import threading

from epreuve.audits.demo.dossier import Dossier
from epreuve.audits.demo.register import Register, RegisterError

_PERIOD = 5.0  # seconds between two writes


class WriteBehind:
    """Buffer that accepts dossiers at once and writes them to the register later."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._waiting: dict[str, tuple[Dossier, bytes]] = {}

    def start(self) -> None:
        """Start the thread that writes every few seconds."""
        threading.Thread(target=self._run, name="write-behind", daemon=True).start()

    def take(self, dossier: Dossier, piece: bytes) -> None:
        """Keep a dossier until the next write."""
        with self._lock:
            self._waiting[dossier.receipt] = (dossier, piece)

    def waiting(self) -> list[Dossier]:
        """Return the dossiers that are not written yet."""
        with self._lock:
            return [dossier for dossier, _ in self._waiting.values()]

    def flush(self) -> None:
        """Write waiting dossiers. Raises RegisterError at the first failure and keeps the rest."""
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
