"""A link under test: faults are applied to it, confirmed, and healed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from urllib.parse import quote

from epreuve.faults.errors import FaultError
from epreuve.faults.fault import Fault, StagedFault
from epreuve.faults.toxic import Toxic
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.confirmation import Confirmation, confirmation
from epreuve.faults.toxiproxy.diversion import Diversion
from epreuve.faults.toxiproxy.stage_runner import StageRunner

# Toxics that act wrongly when an earlier kind comes after them: a rate limit and a slicer absorb
# the latency that follows them, slow_close only holds the end that a toxic before it lets through.
ORDER = ("latency", "bandwidth", "slicer", "slow_close")


class Link:
    """One proxy of a server; several faults may be on it at once, in any order.

    A staged fault runs its stages in a thread until it is healed.
    """

    def __init__(self, client: Toxiproxy, proxy_name: str) -> None:
        self.client = client
        self.proxy_name = proxy_name
        self._active: list[Fault] = []
        self._runners: dict[Fault, StageRunner] = {}
        self._diversion = Diversion(client, proxy_name)
        self._lock = threading.Lock()

    def apply(self, fault: Fault) -> Confirmation:
        """Put a fault on the link; return its state as read back from the server.

        Raises FaultError, with nothing of the fault left on the link where that is possible.
        """
        with self._lock:
            self._active.append(fault)
            try:
                self._put(fault)
                confirmed = confirmation(fault, self.client.proxy(self.proxy_name))
            except BaseException:
                self._heal(fault)
                raise
        if isinstance(fault, StagedFault) and fault not in self._runners and self._can_stage(fault):
            self._runners[fault] = StageRunner(fault, self.proxy_name, self.apply, self.heal)
        return confirmed

    def heal(self, fault: Fault) -> None:
        """Remove a fault from the link; again, or without `apply` before, is not an error."""
        runner = self._runners.pop(fault, None)
        try:
            if runner is not None:
                runner.stop()  # Without the lock, which its last change needs.
        finally:
            with self._lock:
                self._heal(fault)

    def responses_sent(self, fault: Fault) -> int | None:
        """Return the number of responses sent in place of the upstream, None without any."""
        return self._diversion.responses_sent(fault)

    @contextmanager
    def applied(self, fault: Fault) -> Iterator[Confirmation]:
        """Keep a fault on the link during a `with` block."""
        confirmed = self.apply(fault)
        try:
            yield confirmed
        finally:
            self.heal(fault)

    def _put(self, fault: Fault) -> None:
        present: set[str] = set()
        if self._active.count(fault) > 1:  # An equal fault has put its toxics here already.
            present = {toxic.name for toxic in self.client.proxy(self.proxy_name).toxics}
        for toxic in fault.toxics():
            if toxic.name not in present:
                self._add(toxic)
        if fault.disables():
            self.client.set_enabled(self.proxy_name, False)
        if fault.ignores_connections():
            self._set_opening("silence")
        if (status := fault.http_status()) is not None:
            self._diversion.begin(fault, status)

    def _heal(self, fault: Fault) -> None:
        """Undo everything possible, then raise the first failure."""
        if fault in self._active:
            self._active.remove(fault)  # One: an equal fault applied by others stays.
        failures = []
        for undo in self._undo_steps(fault):
            try:
                undo()
            except FaultError as error:
                failures.append(error)
        if failures:
            raise failures[0]

    def _undo_steps(self, fault: Fault) -> Iterator[Callable[[], object]]:
        """Yield the steps to undo, once the fault is no longer among the active ones."""
        active = {toxic.name for other in self._active for toxic in other.toxics()}
        # Last first: a real Toxiproxy that has closed a connection for a removed `timeout` no
        # longer finds the toxics behind it, and holds its end for as long as slow_close says.
        for toxic in reversed(fault.toxics()):
            if toxic.name not in active:
                yield partial(self.client.remove_toxic, self.proxy_name, toxic.name)
        if fault not in self._active:
            yield partial(self._diversion.end, fault)
        if fault.disables() and not any(active.disables() for active in self._active):
            yield partial(self.client.set_enabled, self.proxy_name, True)
        if fault.ignores_connections() and not any(
            active.ignores_connections() for active in self._active
        ):
            yield partial(self._set_opening, "normal")

    def _can_stage(self, fault: StagedFault) -> bool:
        return self.client.is_embedded() or not fault.needs_embedded()

    def _set_opening(self, mode: str) -> None:
        """Set how new connections are opened; nothing on a real Toxiproxy."""
        path = f"/epreuve/proxies/{quote(self.proxy_name, safe='')}/opening"
        self.client.call_embedded("post", path, {"mode": mode}, again=True)

    def _add(self, toxic: Toxic) -> None:
        """Add a toxic, then add again behind it those that must come after it."""
        self.client.add_toxic(self.proxy_name, toxic)
        if toxic.type in ORDER:
            late = ORDER[ORDER.index(toxic.type) + 1 :]
            present = self.client.proxy(self.proxy_name).toxics
            behind = [old for old in present if old.stream == toxic.stream and old.type in late]
            for old in sorted(behind, key=lambda late_toxic: ORDER.index(late_toxic.type)):
                self.client.remove_toxic(self.proxy_name, old.name)
                self.client.add_toxic(
                    self.proxy_name, Toxic(old.name, old.type, old.stream, old.attributes)
                )
