"""The Toxiproxy server of a run: found, started or ours; always left as it was found."""

from __future__ import annotations

import contextlib
import os
import shutil
import threading
from pathlib import Path
from types import TracebackType

from epreuve.faults.errors import EngineUnusable, FaultError, ToxiproxyRefused
from epreuve.faults.launch import Launched, launch_embedded, launch_real
from epreuve.faults.state import ProxyState
from epreuve.faults.toxiproxy import Toxiproxy
from epreuve.faults.watchdog.guard import Guard
from epreuve.faults.watchdog.journal import NAME, Journal, restore

VARIABLE = "EPREUVE_TOXIPROXY"
SHARED = "EPREUVE_TOXIPROXY_SHARED"  # 1: other people's proxies may be on that server
LEASE = 3.0  # seconds without a heartbeat after which the embedded server heals and ends
BEAT = 0.5  # seconds between two heartbeats

Limit = tuple[str, str]  # the same sentence in French and in English

_OPENING: Limit = (
    "Une connexion nouvelle s'ouvre tout de suite ou pas du tout : une ouverture lente n'est pas "
    "rendue.",
    "A new connection is opened at once or not at all: a delayed opening is not rendered.",
)
_REAL: tuple[Limit, ...] = (
    (
        "Pendant une coupure de courant, une connexion nouvelle s'ouvre et se tait, au lieu de "
        "rester sans réponse.",
        "While the power is cut, new connections open and stay silent instead of getting no "
        "answer.",
    ),
    (
        "Une connexion à demi fermée par son client perd la fin de la réponse.",
        "A connection half closed by its client loses the end of the reply.",
    ),
    (
        "Les courts arrêts d'un lien avec pertes ne sont pas joués : chaque changement y "
        "laisserait passer des octets au-delà du débit.",
        "The short stalls of a lossy link are not played: each change would let bytes past its "
        "cap.",
    ),
    (
        "La gigue n'est pas tirée d'une graine : elle n'est pas la même d'un essai à l'autre.",
        "Jitter is not drawn from a seed: it is not the same from one run to the next.",
    ),
    (
        "Ce qui passe par un lien pendant qu'il est ouvert n'est pas compté.",
        "What goes through a link while it is open is not counted.",
    ),
    (
        "Les connexions ouvertes avant une coupure nette finissent par FIN, non par RST.",
        "Connections opened before a reset fault end by FIN instead of RST.",
    ),
)


class Engine:
    """A server with its client; close it, or use it as a context manager.

    `ours` tells the embedded server; `cannot` what the engine does not render.
    `guard` is the watchdog, to be told of other processes that must not outlive us.
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
        self.version = self.client.version()
        self.ours = self.client.counters() is not None
        self.name = "embedded" if self.ours else "toxiproxy"
        self.cannot: tuple[Limit, ...] = (_OPENING,) if self.ours else (_OPENING, *_REAL)
        self._launched = launched
        self.guard = guard
        self._journal = Journal(url, self.client.proxies())
        self._journal_path = journal
        self._closed = threading.Event()
        if self._journal.before and not allow_foreign:
            names = ", ".join(sorted(self._journal.before))
            raise EngineUnusable(
                f"{url} holds proxies that are not ours: {names}; delete them, give another "
                f"server, or add --toxiproxy-shared ({SHARED}=1) to work beside them: they are put "
                "back as they were"
            )
        self._write(self._journal)
        self._beat = threading.Thread(target=self._beats, name="heartbeat", daemon=True)
        if self.ours:
            self._beat.start()

    @property
    def failure(self) -> str | None:
        """Return why the server can no longer be relied on, None while it can."""
        if self._closed.is_set() or self._launched is None or self._launched.running():
            return None
        return f"the {self.name} server at {self.client.url} ended by itself: see its log"

    def alive(self) -> bool:
        """Tell whether the server still answers."""
        try:
            self.client.version()
        except FaultError:
            return False
        return True

    def create(self, name: str, listen: str, upstream: str) -> ProxyState:
        """Create a proxy of ours; where it leads is first in the journal, for those who heal.

        Raises EngineUnusable where somebody else has one of that name, and leaves it to them.
        """
        before = self._journal
        self._write(before.plus(name, upstream))
        try:
            return self.client.create(name, listen, upstream)
        except ToxiproxyRefused as error:
            self._write(before)  # It is not ours to delete.
            if error.status != 409:
                raise
            raise EngineUnusable(
                f"{self.client.url} has a proxy {name!r} that is not ours; does another audit use "
                "this server? give each its own"
            ) from None

    def _write(self, journal: Journal) -> None:
        self._journal = journal
        if self._journal_path is not None:
            journal.write(self._journal_path)

    def close(self) -> None:
        """Undo all we did on the server, and end it if we started it; twice is fine.

        Raises FaultError where a server that is not ours could not be put back: the journal then
        stays, and the watchdog has nothing left to do that we could not.
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
            raise FaultError(f"{self.client.url} is not as it was: {'; '.join(failures)}")
        if self._journal_path is not None:
            self._journal_path.unlink(missing_ok=True)

    def _beats(self) -> None:
        while not self._closed.wait(BEAT):
            with contextlib.suppress(FaultError):  # The run sees a dead engine by its own calls.
                self.client.heartbeat()

    def __enter__(self) -> Engine:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def open_engine(
    url: str | None, log_dir: Path, *, allow_foreign: bool = False, seed: int | None = None
) -> Engine:
    """Open the server at `url`, else at $EPREUVE_TOXIPROXY, else one we start.

    `toxiproxy-server` is started where it is on PATH, else the embedded one, which draws jitter by
    `seed`. Raises EngineUnusable where a server holds proxies that are not ours, unless
    `allow_foreign` or $EPREUVE_TOXIPROXY_SHARED is 1; FaultError where none answers.
    """
    allow_foreign = allow_foreign or os.environ.get(SHARED) == "1"
    log_dir.mkdir(parents=True, exist_ok=True)
    url = url or os.environ.get(VARIABLE)
    # A server that we start dies with us: only one that is not ours has to be put back.
    journal = log_dir / NAME if url else None
    guard = Guard(log_dir / "watchdog.log", journal)  # First: we may be killed at any moment.
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
