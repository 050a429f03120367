"""Confirmation that a fault is in place, as read back from the server."""

from __future__ import annotations

from dataclasses import dataclass

from epreuve.faults.errors import NotConfirmed
from epreuve.faults.fault import Fault
from epreuve.faults.message import message
from epreuve.faults.toxiproxy.state import ProxyState, ToxicState


@dataclass(frozen=True)
class Confirmation:
    """State of a proxy after a fault was applied."""

    enabled: bool
    """Whether it accepts connections."""
    upstream: str
    """Address to which it leads."""
    toxics: tuple[ToxicState, ...]
    """Toxics of the fault."""


def confirmation(fault: Fault, proxy: ProxyState) -> Confirmation:
    """Return the confirmation of a fault on a proxy; raise NotConfirmed if part of it is missing.

    `toxics` are in the order of `fault.toxics()`.
    """
    present = {toxic.name: toxic for toxic in proxy.toxics}
    names = [toxic.name for toxic in fault.toxics()]
    missing = [name for name in names if name not in present]
    if missing or (fault.disables() and proxy.enabled):
        raise NotConfirmed(
            message(
                "{fault} on proxy {name}: missing {parts}",
                fault=fault.kind, name=repr(proxy.name),
                parts=", ".join(missing) or message("a disabled proxy"),
            )
        )  # fmt: skip
    return Confirmation(proxy.enabled, proxy.upstream, tuple(present[name] for name in names))
