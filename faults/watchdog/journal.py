"""What must be undone on a Toxiproxy server, on disk, so that it can be undone by anyone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from epreuve.faults.errors import FaultError, ToxiproxyRefused
from epreuve.faults.state import ProxyState, Toxic, proxy_state
from epreuve.faults.toxiproxy import Toxiproxy

NAME = "faults-journal.json"


@dataclass(frozen=True)
class Journal:
    """The server, and its proxies as they were before us."""

    url: str
    before: Mapping[str, ProxyState]

    def write(self, path: Path) -> None:
        """Write it, whole or not at all."""
        before = {name: asdict(proxy) for name, proxy in self.before.items()}
        draft = path.with_suffix(".tmp")
        draft.write_text(json.dumps({"url": self.url, "before": before}, indent=1))
        draft.replace(path)


def read(path: Path) -> Journal:
    """Read a journal; raise FaultError where it is not one."""
    try:
        document = json.loads(path.read_text())
        before = {name: proxy_state(entry) for name, entry in document["before"].items()}
        return Journal(str(document["url"]), before)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FaultError(f"{path}: not a journal of faults: {error}") from None


def heal(journal: Journal) -> list[str]:
    """Make every proxy sound: ours open and without toxics, the others as they were before us.

    Returns what could not be healed, one sentence each. Healing twice is fine.
    """
    client = Toxiproxy(journal.url)
    failures = []
    for name, proxy in client.proxies().items():
        try:
            _heal(client, proxy, journal.before.get(name))
        except FaultError as error:
            failures.append(f"proxy {name!r}: {error}")
    return failures


def restore(journal: Journal) -> list[str]:
    """Delete our proxies and make the others as they were; return what failed, as `heal`."""
    client = Toxiproxy(journal.url)
    failures = []
    for name, proxy in client.proxies().items():
        try:
            if name in journal.before:
                _heal(client, proxy, journal.before[name])
            else:
                client.delete(name)
        except FaultError as error:
            failures.append(f"proxy {name!r}: {error}")
    return failures


def _heal(client: Toxiproxy, proxy: ProxyState, before: ProxyState | None) -> None:
    kept = {toxic.name: toxic for toxic in before.toxics} if before else {}
    for toxic in reversed(proxy.toxics):  # As Link does, and why it does.
        if kept.get(toxic.name) != toxic:
            client.remove_toxic(proxy.name, toxic.name)
    if before and proxy.upstream != before.upstream:
        client.set_upstream(proxy.name, before.upstream)
    there = {toxic.name for toxic in proxy.toxics if kept.get(toxic.name) == toxic}
    for toxic in kept.values():
        if toxic.name not in there:
            client.add_toxic(
                proxy.name, Toxic(toxic.name, toxic.type, toxic.stream, toxic.attributes)
            )
    wanted = before.enabled if before else True
    try:
        client.set_enabled(proxy.name, wanted)
    except ToxiproxyRefused as error:
        raise FaultError(f"enabled {wanted}: {error}") from None
