"""Watches the sockets of some ports for as long as faults are in force on them."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from epreuve.faults.sockets import FAMILIES, Flow, look

EVERY = 0.25  # seconds between two looks, at least
SHARE = 0.02  # of a core, at most: with thousands of connections, looks come less often
END = 5.0  # seconds for the thread to end


@dataclass(frozen=True)
class Seen:
    """What was seen of one port, from the side of those who connect to it.

    `opened` connections, `came` bytes from them, `went` bytes to them: at least so much, for what
    opened and ended between two looks was missed. `listening` tells of the last look.
    """

    opened: int
    came: int
    went: int
    listening: bool


@dataclass
class _Mark:
    port: int
    families: tuple[int, ...]
    before: dict[int, Flow]
    last: dict[int, Flow] = field(default_factory=dict)
    listening: bool = False

    def look(self) -> None:
        port = look(self.port, self.families)
        if port is not None:
            self.listening = port.listening
            self.last.update(port.flows)

    def seen(self) -> Seen:
        still = Flow(0, 0)
        flows = [(flow, self.before.get(number, still)) for number, flow in self.last.items()]
        return Seen(
            opened=len(self.last.keys() - self.before.keys()),
            came=sum(now.came - then.came for now, then in flows),
            went=sum(now.went - then.went for now, then in flows),
            listening=self.listening,
        )


class SocketWatch:
    """Looks from a thread of its own; nobody waits for it. Close it, or use it as a context."""

    def __init__(self) -> None:
        self._marks: dict[object, _Mark] = {}
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="sockets", daemon=True)
        self._thread.start()

    def begin(self, key: object, port: int) -> None:
        """Watch a port from now on, under a key of one's own that can be hashed."""
        now = look(port)
        if now is not None:
            with self._lock:
                self._marks[key] = _Mark(port, now.families or FAMILIES, now.flows)

    def end(self, key: object) -> Seen | None:
        """Return what was seen since it began; None where this kernel does not tell."""
        with self._lock:
            mark = self._marks.pop(key, None)
            if mark is None:
                return None
            mark.look()
            return mark.seen()

    def close(self) -> None:
        """Stop looking; twice is fine."""
        self._closed.set()
        self._thread.join(END)

    def _watch(self) -> None:
        spent = 0.0
        while not self._closed.wait(max(EVERY, spent / SHARE)):
            start = time.thread_time()
            with self._lock:
                marks = list(self._marks.values())
            for mark in marks:
                with self._lock:  # for one look only: who ends a watch must not wait
                    mark.look()
            spent = time.thread_time() - start

    def __enter__(self) -> SocketWatch:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()
