"""What a Toxiproxy server holds, as immutable records, and the toxics we are willing to send."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from epreuve.faults.errors import ToxicInvalid

STREAMS = ("upstream", "downstream")
MAX_MILLISECONDS = 24 * 3600 * 1000  # [A] a day: longer than any crisis we play.


@dataclass(frozen=True)
class Toxic:
    """A toxic to add; times in ms, rates in KB/s, sizes in bytes, the slicer's delay in µs.

    Its toxicity is 1: chance belongs to our controller, which can repeat it.
    """

    name: str
    type: str
    stream: str
    attributes: Mapping[str, int]


@dataclass(frozen=True)
class ToxicState:
    """A toxic as read from the server, with every attribute of its type."""

    name: str
    type: str
    stream: str
    toxicity: float
    attributes: Mapping[str, int]


@dataclass(frozen=True)
class ProxyState:
    """A proxy as read from the server; toxics upstream first, each stream in chain order."""

    name: str
    listen: str
    upstream: str
    enabled: bool
    toxics: tuple[ToxicState, ...]

    @property
    def address(self) -> tuple[str, int]:
        """Return host and port to connect to."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


@dataclass(frozen=True)
class Counters:
    """Live counts of one proxy at `time` (Unix): connections since the start, open now, bytes.

    For want of files to open, `forgotten` were closed after their client had left, and
    `turned_away` never opened.

    Opens per minute = difference of `opened` / difference of `time` * 60.
    """

    time: float
    opened: int
    open: int
    undialled: int
    forgotten: int
    turned_away: int
    upstream_received: int
    upstream_sent: int
    downstream_received: int
    downstream_sent: int


def toxic_state(document: Mapping[str, Any]) -> ToxicState:
    """Read a toxic off the wire; raise KeyError, TypeError or ValueError where it is none."""
    return ToxicState(
        name=str(document["name"]),
        type=str(document["type"]),
        stream=str(document["stream"]).lower(),
        toxicity=float(document["toxicity"]),
        attributes={str(name): int(value) for name, value in document["attributes"].items()},
    )


def proxy_state(document: Mapping[str, Any]) -> ProxyState:
    """Read a proxy off the wire; raise KeyError, TypeError or ValueError where it is none."""
    return ProxyState(
        name=str(document["name"]),
        listen=str(document["listen"]),
        upstream=str(document["upstream"]),
        enabled=bool(document["enabled"]),
        toxics=tuple(toxic_state(toxic) for toxic in document["toxics"]),
    )


def counters(moment: float, document: Mapping[str, Any]) -> Counters:
    """Read the counters of a proxy off the wire."""
    up, down = document["upstream"], document["downstream"]
    return Counters(
        time=float(moment),
        opened=document["opened"],
        open=document["open"],
        undialled=document["undialled"],
        forgotten=document["forgotten"],
        turned_away=document["turned_away"],
        upstream_received=up["received"],
        upstream_sent=up["sent"],
        downstream_received=down["received"],
        downstream_sent=down["sent"],
    )


def check(toxic: Toxic) -> Toxic:
    """Return the toxic, or raise ToxicInvalid: some values crash a real Toxiproxy for all."""
    from epreuve.faults.embedded.toxics import kinds  # Late: brings asyncio with it.

    where = f"toxic {toxic.name!r}"
    if not toxic.name or "/" in toxic.name:
        raise ToxicInvalid(f"{where}: use a name that is not empty and has no '/'")
    if toxic.stream not in STREAMS:
        raise ToxicInvalid(f"{where}: stream is {toxic.stream!r}: use one of {', '.join(STREAMS)}")
    kind = kinds().get(toxic.type)
    if kind is None:
        raise ToxicInvalid(f"{where}: type is {toxic.type!r}: use one of {', '.join(kinds())}")
    known = list(kind().attributes())
    for name, value in toxic.attributes.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            remedy = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(known)}"
            raise ToxicInvalid(f"{where}: {toxic.type} has no attribute {name!r}: {remedy}")
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise ToxicInvalid(f"{where}: {name} is {value!r}: use a whole number, 0 or more")
        if name in ("latency", "jitter", "timeout") and value > MAX_MILLISECONDS:
            raise ToxicInvalid(f"{where}: {name} is {value} ms: use at most {MAX_MILLISECONDS}")
    merged = kind().merged(toxic.attributes)
    refusal = merged.refusal()
    values = merged.attributes()
    if refusal is None and values.get("jitter", 0) > values.get("latency", 0):
        refusal = f"jitter is {values['jitter']} ms: use at most the latency, {values['latency']}"
    if refusal is not None:
        raise ToxicInvalid(f"{where}: {refusal}")
    return toxic
