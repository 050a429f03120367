"""What the embedded server does and a Toxiproxy cannot, for a client that knows its server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from epreuve.faults.errors import EngineUnusable, NotConfirmed
from epreuve.faults.state import Toxic, check
from epreuve.faults.toxiproxy import Toxiproxy

Mode = Literal["normal", "delay", "refuse", "silence"]


@dataclass(frozen=True)
class Change:
    """What is to be done to one proxy; None leaves as it is."""

    proxy: str
    remove: tuple[str, ...] = ()
    add: tuple[Toxic, ...] = ()
    reset: bool = False
    opening: Mode | None = None
    enabled: bool | None = None

    def document(self) -> dict[str, Any]:
        """Return it as on the wire."""
        toxics = [
            {
                "name": check(toxic).name,
                "type": toxic.type,
                "stream": toxic.stream,
                "attributes": dict(toxic.attributes),
            }
            for toxic in self.add
        ]
        opening = {"mode": self.opening} if self.opening is not None else None
        return {
            "proxy": self.proxy,
            "remove": list(self.remove),
            "add": toxics,
            "reset": self.reset,
            "opening": opening,
            "enabled": self.enabled,
        }


class Beyond:
    """Our routes of one server; raises EngineUnusable where it is not ours."""

    def __init__(self, client: Toxiproxy) -> None:
        if client.counters() is None:
            raise EngineUnusable(f"{client.url} is not the embedded server: it cannot do this")
        self._client = client

    def set_opening(self, proxy: str, mode: Mode, delay: int = 0) -> None:
        """Decide what becomes of new connections; `delay` in ms. Those that are open stay."""
        wanted = {"mode": mode, "delay": delay}
        self._call("post", f"{_path(proxy)}/opening", wanted)
        found = self._call("get", f"{_path(proxy)}/opening")
        if found != wanted:
            raise NotConfirmed(f"opening of {proxy!r}: {found} instead of {wanted}")

    def opening(self, proxy: str) -> Mode:
        """Return what becomes of new connections."""
        mode: Mode = self._call("get", f"{_path(proxy)}/opening")["mode"]
        return mode

    def reset(self, proxy: str) -> int:
        """Close every open connection by RST, at both ends; return how many there were."""
        return int(self._call("post", f"{_path(proxy)}/reset")["connections"])

    def half_open(self, proxy: str, gone: Literal["client", "upstream"]) -> int:
        """Lose one side of every open connection, without a word to the other; return how many."""
        found = self._call("post", f"{_path(proxy)}/half-open", {"gone": gone})
        return int(found["connections"])

    def ramp(self, proxy: str, toxic: str, attributes: Mapping[str, int], seconds: float) -> None:
        """Move a toxic's attributes to those given, on a line of so many seconds; returns at once.

        Any other change of the toxic ends it.
        """
        path = f"{_path(proxy)}/toxics/{quote(toxic, safe='')}/ramp"
        self._call("post", path, {"attributes": dict(attributes), "seconds": seconds})

    def batch(self, changes: Sequence[Change]) -> float:
        """Make all changes at one instant, or none; return its time (Unix).

        Listeners open and close some milliseconds later.
        """
        documents = [change.document() for change in changes]
        return float(self._call("post", "/epreuve/batch", documents)["time"])

    def _call(self, method: str, path: str, document: Any = None) -> Any:
        return self._client.own(method, path, document)


def _path(proxy: str) -> str:
    return f"/epreuve/proxies/{quote(proxy, safe='')}"
