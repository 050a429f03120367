"""A link under trial: faults are put on it, confirmed, and taken away."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from urllib.parse import quote

from epreuve.faults.diversion import Diversion
from epreuve.faults.errors import FaultError
from epreuve.faults.fault import Fault
from epreuve.faults.staged import Player, Staged
from epreuve.faults.state import Toxic, ToxicState
from epreuve.faults.toxiproxy import Toxiproxy

# Toxics that act wrongly when an earlier kind comes after them: a cap and a slicer eat the latency
# that follows them, slow_close only holds the end that a toxic before it lets through.
ORDER = ("latency", "bandwidth", "slicer", "slow_close")


class Link:
    """One proxy of a server; several faults may be on it at once, in any order.

    A fault with stages plays them, in a thread, until it is healed.
    """

    def __init__(self, client: Toxiproxy, proxy_name: str) -> None:
        self.client = client
        self.proxy_name = proxy_name
        self._active: list[Fault] = []
        self._players: dict[Fault, Player] = {}
        self._diversion = Diversion(client, proxy_name)
        self._lock = threading.Lock()

    def apply(self, fault: Fault) -> tuple[ToxicState, ...]:
        """Put a fault on the link; return its toxics as read back from the server.

        Raises FaultError, with nothing of the fault left on the link where that is possible.
        """
        with self._lock:
            again = fault in self._active
            self._active.append(fault)
            try:
                confirmed = tuple(
                    self._held(toxic) if again else self._add(toxic) for toxic in fault.toxics()
                )
                if fault.disables():
                    self.client.set_enabled(self.proxy_name, False)
                if fault.unanswered():
                    self._open("silence")
                if (status := fault.answers()) is not None:
                    self._diversion.begin(fault, status)
            except BaseException:
                self._heal(fault)
                raise
        if isinstance(fault, Staged) and fault not in self._players and self._plays(fault):
            self._players[fault] = Player(fault, self.proxy_name, self.apply, self.heal)
        return confirmed

    def heal(self, fault: Fault) -> None:
        """Take a fault off the link; twice is fine, and so is one that was never on it."""
        player = self._players.pop(fault, None)
        try:
            if player is not None:
                player.stop()  # Without the lock, which its last change needs.
        finally:
            with self._lock:
                self._heal(fault)

    def answered(self, fault: Fault) -> int | None:
        """Return how many requests were answered in place of the other end, None where none is."""
        return self._diversion.answered(fault)

    @contextmanager
    def suffering(self, fault: Fault) -> Iterator[tuple[ToxicState, ...]]:
        """Keep the fault on the link for the time of a block."""
        confirmed = self.apply(fault)
        try:
            yield confirmed
        finally:
            self.heal(fault)

    def _heal(self, fault: Fault) -> None:
        """Undo all that can be, then raise the first failure."""
        if fault in self._active:
            self._active.remove(fault)  # One: an equal fault of somebody else stays.
        failures = []
        for undo in self._undoings(fault):
            try:
                undo()
            except FaultError as error:
                failures.append(error)
        if failures:
            raise failures[0]

    def _undoings(self, fault: Fault) -> Iterator[Callable[[], object]]:
        """What there is to undo, once the fault is no longer among the active."""
        kept = {toxic.name for active in self._active for toxic in active.toxics()}
        # Last first: a real Toxiproxy that has closed a connection for a removed `timeout` no
        # longer finds the toxics behind it, and holds its end for as long as slow_close says.
        for toxic in reversed(fault.toxics()):
            if toxic.name not in kept:
                yield partial(self.client.remove_toxic, self.proxy_name, toxic.name)
        if fault not in self._active:
            yield partial(self._diversion.end, fault)
        if fault.disables() and not any(active.disables() for active in self._active):
            yield partial(self.client.set_enabled, self.proxy_name, True)
        if fault.unanswered() and not any(active.unanswered() for active in self._active):
            yield partial(self._open, "normal")

    def _plays(self, fault: Fault) -> bool:
        return self.client.is_ours() or not fault.staged_by_ours()

    def _open(self, mode: str) -> None:
        """Decide what becomes of new connections; nothing on a server that is not ours."""
        path = f"/epreuve/proxies/{quote(self.proxy_name, safe='')}/opening"
        self.client.own("post", path, {"mode": mode})

    def _held(self, toxic: Toxic) -> ToxicState:
        """Read back a toxic that an equal fault has put on the link already."""
        for state in self.client.proxy(self.proxy_name).toxics:
            if state.name == toxic.name:
                return state
        return self._add(toxic)

    def _add(self, toxic: Toxic) -> ToxicState:
        """Add a toxic, and put behind it again those that must come after it."""
        state = self.client.add_toxic(self.proxy_name, toxic)
        if toxic.type in ORDER:
            late = ORDER[ORDER.index(toxic.type) + 1 :]
            present = self.client.proxy(self.proxy_name).toxics
            behind = [old for old in present if old.stream == toxic.stream and old.type in late]
            for old in sorted(behind, key=lambda one: ORDER.index(one.type)):
                self.client.remove_toxic(self.proxy_name, old.name)
                again = Toxic(old.name, old.type, old.stream, old.attributes)
                self.client.add_toxic(self.proxy_name, again)
        return state
