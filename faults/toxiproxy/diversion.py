"""Diversion of a proxy to a local server that responds in place of its upstream."""

from __future__ import annotations

from epreuve.faults.errors import NotConfirmed
from epreuve.faults.fault import Fault
from epreuve.faults.message import message
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.responder import Responder
from epreuve.faults.toxiproxy.state import ProxyState

RESPONSE = 1.0  # seconds for a response through a proxy without toxics


class Diversion:
    """The diversion of one proxy. Several faults may divert it: the last one in place responds."""

    def __init__(self, client: Toxiproxy, proxy_name: str) -> None:
        self._client, self._name = client, proxy_name
        self._home = ""  # its own upstream, while it is diverted
        self._responders: dict[Fault, Responder] = {}

    def begin(self, fault: Fault, status: int) -> None:
        """Respond with `status`; raise NotConfirmed if the server does not reach the responder."""
        if fault in self._responders:
            return
        if not self._responders:
            self._home = self._client.proxy(self._name).upstream
        responder = self._responders[fault] = Responder(status)
        state = self._client.set_upstream(self._name, responder.address)
        if _clear(state) and not responder.responds_through(state.address, RESPONSE):
            raise NotConfirmed(
                message(
                    "proxy {name} to {address}: {url} does not reach it; run the Toxiproxy server "
                    "on this machine, in the same network namespace",
                    name=repr(self._name), address=responder.address, url=self._client.url,
                )
            )  # fmt: skip

    def end(self, fault: Fault) -> None:
        """Restore the upstream; again is not an error, and is needed after a failure."""
        responder = self._responders.get(fault)
        if responder is None:
            return
        others = [other for key, other in self._responders.items() if key != fault]
        self._client.set_upstream(self._name, others[-1].address if others else self._home)
        del self._responders[fault]
        responder.close()

    def responses_sent(self, fault: Fault) -> int | None:
        """Return the number of responses sent in place of the upstream, None without any."""
        responder = self._responders.get(fault)
        return None if responder is None else responder.sent


def _clear(state: ProxyState) -> bool:
    return state.enabled and not state.toxics
