"""State of a Toxiproxy server, as frozen records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from epreuve.faults.addresses import split_host_port


@dataclass(frozen=True)
class ToxicState:
    """A toxic as read from the server."""

    name: str
    """Name on its proxy."""
    type: str
    """Type, such as `timeout`."""
    stream: str
    """`upstream` or `downstream`."""
    toxicity: float
    """Share of the connections that it affects."""
    attributes: Mapping[str, int]
    """Every attribute of its type; times in ms, rates in KB/s."""


@dataclass(frozen=True)
class ProxyState:
    """A proxy as read from the server; upstream toxics first, each stream in chain order."""

    name: str
    listen: str
    upstream: str
    enabled: bool
    toxics: tuple[ToxicState, ...]

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to connect to."""
        return split_host_port(self.listen)


@dataclass(frozen=True)
class Counters:
    """Live counts of one proxy since its start: connections, bytes from clients and to clients.

    When file descriptors ran out, `forgotten` connections were closed after their client had
    left, and `turned_away` connections were refused. `sign_ins`: requests with which clients sign
    a user in at an identity provider.
    """

    opened: int
    forgotten: int
    turned_away: int
    upstream_received: int
    downstream_sent: int
    sign_ins: int = 0


def toxic_state(document: Mapping[str, Any]) -> ToxicState:
    """Read a toxic from JSON data; raise KeyError, TypeError or ValueError if it is none."""
    return ToxicState(
        name=str(document["name"]),
        type=str(document["type"]),
        stream=str(document["stream"]).lower(),
        toxicity=float(document["toxicity"]),
        attributes={str(name): int(value) for name, value in document["attributes"].items()},
    )


def proxy_state(document: Mapping[str, Any]) -> ProxyState:
    """Read a proxy from JSON data; raise KeyError, TypeError or ValueError if it is none."""
    return ProxyState(
        name=str(document["name"]),
        listen=str(document["listen"]),
        upstream=str(document["upstream"]),
        enabled=bool(document["enabled"]),
        toxics=tuple(toxic_state(toxic) for toxic in document["toxics"]),
    )


def counters(document: Mapping[str, Any]) -> Counters:
    """Read the counters of a proxy from JSON data."""
    return Counters(
        opened=document["opened"],
        forgotten=document["forgotten"],
        turned_away=document["turned_away"],
        upstream_received=document["upstream"]["received"],
        downstream_sent=document["downstream"]["sent"],
        sign_ins=document["upstream"].get("sign_ins", 0),
    )
