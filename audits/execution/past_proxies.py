"""Calls of the service to a dependency past its proxy, while faults are in force.

Faults do not reach these calls: what works during them shows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack

from epreuve.audits.execution.start_calls import bypassed_dependencies
from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.audits.profile.model import Profile
from epreuve.audits.runs.records.bench import PastProxyCall
from epreuve.faults.sockets.peers import PeerWatch
from epreuve.probes.evidence.observation import Record

EVERY = 0.1  # seconds between two readings: the crowd has many sockets

Members = Callable[[], Iterable[int]]


class PastProxies:
    """Watch of the service from the first fault on a dependency to the end of the last one."""

    def __init__(
        self, profile: Profile, members: Members | None, keep: Callable[[str, Record], None]
    ) -> None:
        """Create; `members` returns the processes of the service, None where the run has none."""
        self._profile, self._members, self._keep = profile, members, keep
        self._links = {dependency_link(name) for name in profile.dependencies}
        self._faulty: set[str] = set()
        self._found: set[str] = set()
        self._stack = ExitStack()
        self._watch: PeerWatch | None = None

    def begin(self, link: str) -> None:
        """Start to watch, where a link is that of a dependency."""
        if self._members is None or link not in self._links:
            return
        self._faulty.add(link)
        if self._watch is None:
            self._watch = self._stack.enter_context(PeerWatch(self._members, EVERY))

    def end(self, link: str) -> None:
        """Record each dependency that was called past its proxy; stop after the last fault."""
        self._faulty.discard(link)
        if self._faulty or self._watch is None:
            return
        peers, self._watch = self._watch.peers(), None
        self._stack.close()
        for name in bypassed_dependencies(peers, self._profile):
            if name not in self._found:
                self._found.add(name)
                upstream = self._profile.dependencies[name].upstream
                self._keep(name, PastProxyCall(upstream=upstream))

    def close(self) -> None:
        """Stop without a record; again is not an error."""
        self._watch = None
        self._stack.close()
