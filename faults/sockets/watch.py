"""Watch of the sockets of ports while faults are in place."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from epreuve.faults.sockets.table import FAMILIES, SocketBytes, read_port
from epreuve.faults.sockets.watch_thread import WatchThread

EVERY = 0.25  # seconds between two readings, at least
SHARE = 0.02  # of a core, at most: with thousands of connections, readings are less frequent


@dataclass(frozen=True)
class PortTraffic:
    """Traffic of one port, from the side of its clients, during a watch.

    `opened` connections, `received` bytes from them, `sent` bytes to them: lower bounds, as a
    connection that opened and closed between two readings is missed. `listening` is of the last
    reading.
    """

    opened: int
    received: int
    sent: int
    listening: bool


@dataclass
class _Mark:
    port: int
    families: tuple[int, ...]
    before: dict[int, SocketBytes]
    last: dict[int, SocketBytes] = field(default_factory=dict)
    listening: bool = False

    def read(self) -> None:
        port = read_port(self.port, self.families)
        if port is not None:
            self.listening = port.listening
            self.last.update(port.flows)

    def traffic(self) -> PortTraffic:
        none = SocketBytes(0, 0)
        flows = [(flow, self.before.get(number, none)) for number, flow in self.last.items()]
        return PortTraffic(
            opened=len(self.last.keys() - self.before.keys()),
            received=sum(now.received - then.received for now, then in flows),
            sent=sum(now.sent - then.sent for now, then in flows),
            listening=self.listening,
        )


class SocketWatch(WatchThread):
    """Thread that reads the kernel's tables."""

    def __init__(self) -> None:
        self._marks: dict[object, _Mark] = {}
        self._lock = threading.Lock()
        super().__init__("sockets")

    def begin(self, key: object, port: int) -> None:
        """Watch a port from now on; `key` is hashable and names this watch."""
        now = read_port(port)
        if now is not None:
            with self._lock:
                self._marks[key] = _Mark(port, now.families or FAMILIES, now.flows)

    def end(self, key: object) -> PortTraffic | None:
        """Return the traffic since `begin`; None where the kernel gives no tables."""
        with self._lock:
            mark = self._marks.pop(key, None)
            if mark is None:
                return None
            mark.read()
            return mark.traffic()

    def _watch(self) -> None:
        spent = 0.0
        while not self._closed.wait(max(EVERY, spent / SHARE)):
            start = time.thread_time()
            with self._lock:
                marks = list(self._marks.values())
            for mark in marks:
                with self._lock:  # for one reading only: `end` must not wait
                    mark.read()
            spent = time.thread_time() - start
