"""Journal on disk of changes that must be undone on a Toxiproxy server after a crash."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from epreuve.faults.errors import FaultError, ToxiproxyRefused
from epreuve.faults.message import message
from epreuve.faults.toxic import Toxic
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.state import ProxyState, proxy_state

NAME = "faults-journal.json"


@dataclass(frozen=True)
class Journal:
    """The server, its proxies before the run, and the upstreams of the run's own proxies."""

    url: str
    before: Mapping[str, ProxyState]
    ours: Mapping[str, str] = field(default_factory=dict)

    def plus(self, name: str, upstream: str) -> Journal:
        """Return a copy with one more proxy of the run."""
        return replace(self, ours={**self.ours, name: upstream})

    def healthy(self, proxy: ProxyState) -> ProxyState:
        """Return the state to restore: as before the run; ours enabled, without toxics."""
        home = self.ours.get(proxy.name, proxy.upstream)
        ours = replace(proxy, upstream=home, enabled=True, toxics=())
        return self.before.get(proxy.name, ours)

    def write(self, path: Path) -> None:
        """Write it atomically."""
        before = {name: asdict(proxy) for name, proxy in self.before.items()}
        document = {"url": self.url, "before": before, "ours": dict(self.ours)}
        draft = path.with_suffix(".tmp")
        draft.write_text(json.dumps(document, indent=1))
        draft.replace(path)


def read(path: Path) -> Journal:
    """Read a journal; raise FaultError if it is not one."""
    try:
        document = json.loads(path.read_text())
        before = {name: proxy_state(entry) for name, entry in document["before"].items()}
        ours = {str(name): str(home) for name, home in document.get("ours", {}).items()}
        return Journal(str(document["url"]), before, ours)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FaultError(
            message(
                "{path}: not a journal of faults: {error}; "
                "give the journal that the killed run left",
                path=str(path),
                error=str(error),
            )
        ) from None


def heal(journal: Journal) -> list[str]:
    """Put every proxy that the run may have changed into its healthy state.

    Returns the failures, one sentence per proxy. Healing again is not an error.
    """
    return _for_each(journal, lambda client, proxy: _heal(client, proxy, journal.healthy(proxy)))


def restore(journal: Journal) -> list[str]:
    """Delete the run's own proxies and restore the others; return failures as `heal` does."""

    def put_back(client: Toxiproxy, proxy: ProxyState) -> None:
        if proxy.name in journal.before:
            _heal(client, proxy, journal.healthy(proxy))
        else:
            client.delete(proxy.name)

    return _for_each(journal, put_back)


def _for_each(journal: Journal, repair: Callable[[Toxiproxy, ProxyState], None]) -> list[str]:
    """Repair the proxies in the journal; leave those that others made meanwhile."""
    client = Toxiproxy(journal.url)
    failures = []
    for name, proxy in client.proxies().items():
        if name in journal.before or name in journal.ours:
            try:
                repair(client, proxy)
            except FaultError as error:
                failures.append(f"proxy {name!r}: {error}")
    return failures


def _heal(client: Toxiproxy, proxy: ProxyState, healthy: ProxyState) -> None:
    toxics = {toxic.name: toxic for toxic in healthy.toxics}
    for toxic in reversed(proxy.toxics):  # For the reason given in Link.
        if toxics.get(toxic.name) != toxic:
            client.remove_toxic(proxy.name, toxic.name)
    if proxy.upstream != healthy.upstream:
        client.set_upstream(proxy.name, healthy.upstream)
    there = {toxic.name for toxic in proxy.toxics if toxics.get(toxic.name) == toxic}
    for toxic in toxics.values():
        if toxic.name not in there:
            client.add_toxic(
                proxy.name, Toxic(toxic.name, toxic.type, toxic.stream, toxic.attributes)
            )
    try:
        client.set_enabled(proxy.name, healthy.enabled)
    except ToxiproxyRefused as error:
        raise FaultError(
            message("enabled {enabled}: {error}", enabled=str(healthy.enabled), error=error.args[0])
        ) from None
