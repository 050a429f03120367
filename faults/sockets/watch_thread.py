"""Thread that reads the socket tables until it is closed."""

from __future__ import annotations

import threading
from abc import abstractmethod

from epreuve.faults.closing import Closing

END = 5.0  # seconds for the thread to end


class WatchThread(Closing):
    """Daemon thread of a watch; a subclass is complete before it calls `__init__`."""

    def __init__(self, name: str) -> None:
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name=name, daemon=True)
        self._thread.start()

    @abstractmethod
    def _watch(self) -> None:
        """Read the tables again and again, until `_closed` is set."""

    def close(self) -> None:
        """Stop the thread; again is not an error."""
        self._closed.set()
        self._thread.join(END)
