"""The Toxiproxy server of a run, given, started or embedded; restored at the end."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from pathlib import Path

from epreuve.faults.closing import Closing
from epreuve.faults.errors import (
    EngineUnusable,
    FaultError,
    ToxiproxyLate,
    ToxiproxyRefused,
    ToxiproxyUnreachable,
)  # fmt: skip
from epreuve.faults.message import Message, message
from epreuve.faults.processes.guard import Guard
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.journal import NAME, Journal, restore
from epreuve.faults.toxiproxy.launcher import Launched, launch_embedded, launch_real
from epreuve.faults.toxiproxy.state import ProxyState

VARIABLE = "EPREUVE_TOXIPROXY"
SHARED = "EPREUVE_TOXIPROXY_SHARED"  # 1: proxies of others may be on that server
LEASE = 3.0  # seconds without heartbeat after which the embedded server heals and ends
BEAT = 0.5  # seconds between two heartbeats

_ALWAYS = (
    message("A new connection opens at once or not at all: a slow opening is not simulated."),
)
_REAL = (
    message(
        "During a power cut, new connections open and stay silent instead of getting no response."
    ),
    message("A connection half closed by its client loses the end of the reply."),
    message(
        "The short stalls of a lossy link are not simulated: each change would let bytes "
        "pass the rate limit."
    ),
    message("Jitter has no random seed: it differs from one run to the next."),
    message("Traffic through a link is not counted while its connections are open."),
    message("Connections opened before a reset fault end by FIN instead of RST."),
)


class Engine(Closing):
    """A server with its client; close it, or use it in a `with` block.

    `embedded` is true for the embedded server; `limits` are the known limits of the engine.
    `guard` is the client of the watchdog, for other processes that must end with ours.
    """

    def __init__(
        self,
        url: str,
        guard: Guard,
        *,
        launched: Launched | None = None,
        journal: Path | None = None,
        allow_foreign: bool = False,
    ) -> None:
        self.client = Toxiproxy(url)
        self.version = self.client.version() if launched else _version(self.client)
        self.embedded = self.client.counters() is not None
        self.name = "embedded" if self.embedded else "toxiproxy"
        self.limits: tuple[Message, ...] = _ALWAYS if self.embedded else (*_ALWAYS, *_REAL)
        self._launched = launched
        if launched is not None:
            self.client.explain_end(launched.lease_ended)
        self.guard = guard
        self._journal = Journal(url, self.client.proxies())
        self._journal_path = journal
        self._closed = threading.Event()
        if self._journal.before and not allow_foreign:
            names = ", ".join(sorted(self._journal.before))
            raise EngineUnusable(
                message(
                    "{url} has proxies of others: {names}; delete them, give another server, or "
                    "add --toxiproxy-shared ({variable}=1): they are restored at the end",
                    url=url, names=names, variable=SHARED,
                )
            )  # fmt: skip
        self._write(self._journal)
        self._beat = threading.Thread(target=self._send_heartbeats, name="heartbeat", daemon=True)
        if self.embedded:
            self._beat.start()

    @property
    def failure(self) -> Message | None:
        """Reason why the server can no longer be used, None while it can."""
        if self._closed.is_set() or self._launched is None or self._launched.running():
            return None
        return message(
            "the {name} server at {url} ended by itself; see its log",
            name=self.name, url=self.client.url,
        )  # fmt: skip

    def create(self, name: str, listen: str, upstream: str) -> ProxyState:
        """Create a proxy; its upstream is first written to the journal, for recovery.

        Raises EngineUnusable, without any change, if a proxy of others has that name.
        """
        before = self._journal
        self._write(before.plus(name, upstream))
        try:
            return self.client.create(name, listen, upstream)
        except ToxiproxyRefused as error:
            self._write(before)  # The proxy of others must not be deleted.
            if error.status != 409:
                raise
            raise EngineUnusable(
                message(
                    "{url} has a proxy {name} of others; if another audit uses this server, give "
                    "each audit its own",
                    url=self.client.url, name=repr(name),
                )
            ) from None  # fmt: skip

    def _write(self, journal: Journal) -> None:
        self._journal = journal
        if self._journal_path is not None:
            journal.write(self._journal_path)

    def close(self) -> None:
        """Undo all changes on the server, and end it if we started it; again is not an error.

        Raises FaultError if a server that we did not start could not be restored: the journal
        then stays.
        """
        if self._closed.is_set():
            return
        self._closed.set()
        failures: list[str] = []
        try:
            failures = [] if self._launched is not None else restore(self._journal)
        except FaultError as error:
            failures = [str(error)]
        finally:
            if self._launched is not None:
                self._launched.close()
            self.guard.close()
        if failures:
            raise FaultError(
                message(
                    "{url} could not be restored: {failures}",
                    url=self.client.url, failures="; ".join(failures),
                )
            )  # fmt: skip
        if self._journal_path is not None:
            self._journal_path.unlink(missing_ok=True)

    def _send_heartbeats(self) -> None:
        while not self._closed.wait(BEAT):
            with contextlib.suppress(FaultError):  # The calls of the run fail if the engine ended.
                self.client.heartbeat()


def _version(client: Toxiproxy) -> str:
    """Return the version of a server that was named. Raises EngineUnusable if it has none."""
    try:
        return client.version()
    except ToxiproxyLate:
        raise  # the machine is too slow
    except ToxiproxyUnreachable as error:
        raise EngineUnusable(
            message(
                "{error}; start a Toxiproxy there, correct the address, or leave out --toxiproxy "
                "({variable}) to start one",
                error=error.args[0], variable=VARIABLE,
            )
        ) from error  # fmt: skip


def open_engine(
    url: str | None, log_dir: Path, *, allow_foreign: bool = False, seed: int | None = None
) -> Engine:
    """Open the server at `url`, else at $EPREUVE_TOXIPROXY, else start one.

    `toxiproxy-server` is started if it is on PATH, else the embedded server, with `seed` for its
    random choices. Raises EngineUnusable if a server has proxies of others, unless `allow_foreign`
    or $EPREUVE_TOXIPROXY_SHARED is 1; FaultError if none responds.
    """
    allow_foreign = allow_foreign or os.environ.get(SHARED) == "1"
    log_dir.mkdir(parents=True, exist_ok=True)
    url = url or os.environ.get(VARIABLE)
    # A server that we start ends with our process: only another one must be restored.
    journal = log_dir / NAME if url else None
    guard = Guard(log_dir / "watchdog.log", journal)  # First: we may be killed at any time.
    launched = None
    try:
        if not url:
            launched = _launch(log_dir / "toxiproxy.log", guard, seed)
            url = launched.url
        return Engine(url, guard, launched=launched, journal=journal, allow_foreign=allow_foreign)
    except BaseException:
        if launched is not None:
            launched.close()
        guard.close()
        raise


def _launch(log: Path, guard: Guard, seed: int | None) -> Launched:
    real = shutil.which("toxiproxy-server")
    if real:
        return launch_real(real, log, guard.watch)
    return launch_embedded(log, LEASE, guard.watch, seed)
