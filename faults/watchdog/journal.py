"""What must be undone on a Toxiproxy server, on disk, so that it can be undone by anyone."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from epreuve.faults.errors import FaultError, ToxiproxyRefused
from epreuve.faults.state import ProxyState, Toxic, proxy_state
from epreuve.faults.toxiproxy import Toxiproxy

NAME = "faults-journal.json"


@dataclass(frozen=True)
class Journal:
    """The server, its proxies as they were before us, and where those of ours lead when sound."""

    url: str
    before: Mapping[str, ProxyState]
    ours: Mapping[str, str] = field(default_factory=dict)

    def plus(self, name: str, upstream: str) -> Journal:
        """Return it with one more proxy of ours."""
        return replace(self, ours={**self.ours, name: upstream})

    def sound(self, proxy: ProxyState) -> ProxyState:
        """Return what a proxy should be: as it was before us; ours open, clear, and led home."""
        home = self.ours.get(proxy.name, proxy.upstream)
        ours = replace(proxy, upstream=home, enabled=True, toxics=())
        return self.before.get(proxy.name, ours)

    def write(self, path: Path) -> None:
        """Write it, whole or not at all."""
        before = {name: asdict(proxy) for name, proxy in self.before.items()}
        document = {"url": self.url, "before": before, "ours": dict(self.ours)}
        draft = path.with_suffix(".tmp")
        draft.write_text(json.dumps(document, indent=1))
        draft.replace(path)


def read(path: Path) -> Journal:
    """Read a journal; raise FaultError where it is not one."""
    try:
        document = json.loads(path.read_text())
        before = {name: proxy_state(entry) for name, entry in document["before"].items()}
        ours = {str(name): str(home) for name, home in document.get("ours", {}).items()}
        return Journal(str(document["url"]), before, ours)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FaultError(f"{path}: not a journal of faults: {error}") from None


def heal(journal: Journal) -> list[str]:
    """Make every proxy that we may have touched sound, see `Journal.sound`.

    Returns what could not be healed, one sentence each. Healing twice is fine.
    """
    return _each(journal, lambda client, proxy: _heal(client, proxy, journal.sound(proxy)))


def restore(journal: Journal) -> list[str]:
    """Delete our proxies and make the others as they were; return what failed, as `heal`."""

    def put_back(client: Toxiproxy, proxy: ProxyState) -> None:
        if proxy.name in journal.before:
            _heal(client, proxy, journal.sound(proxy))
        else:
            client.delete(proxy.name)

    return _each(journal, put_back)


def _each(journal: Journal, mend: Callable[[Toxiproxy, ProxyState], None]) -> list[str]:
    """Mend those of before and ours; what somebody else made meanwhile is left alone."""
    client = Toxiproxy(journal.url)
    failures = []
    for name, proxy in client.proxies().items():
        if name in journal.before or name in journal.ours:
            try:
                mend(client, proxy)
            except FaultError as error:
                failures.append(f"proxy {name!r}: {error}")
    return failures


def _heal(client: Toxiproxy, proxy: ProxyState, sound: ProxyState) -> None:
    kept = {toxic.name: toxic for toxic in sound.toxics}
    for toxic in reversed(proxy.toxics):  # As Link does, and why it does.
        if kept.get(toxic.name) != toxic:
            client.remove_toxic(proxy.name, toxic.name)
    if proxy.upstream != sound.upstream:
        client.set_upstream(proxy.name, sound.upstream)
    there = {toxic.name for toxic in proxy.toxics if kept.get(toxic.name) == toxic}
    for toxic in kept.values():
        if toxic.name not in there:
            client.add_toxic(
                proxy.name, Toxic(toxic.name, toxic.type, toxic.stream, toxic.attributes)
            )
    try:
        client.set_enabled(proxy.name, sound.enabled)
    except ToxiproxyRefused as error:
        raise FaultError(f"enabled {sound.enabled}: {error}") from None
