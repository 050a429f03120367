"""Toxiproxy client that confirms each write by reading its effect back.

A thin wrapper over toxiproxy-python. It raises the errors of `epreuve.faults.errors`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

from epreuve.faults.errors import (
    NotConfirmed,
    ToxicInvalid,
    ToxiproxyRefused,
    ToxiproxyUnreachable,
)
from epreuve.faults.message import Message, message
from epreuve.faults.toxic import Toxic
from epreuve.faults.toxiproxy.read_back import attempt, await_state
from epreuve.faults.toxiproxy.state import Counters, ProxyState, ToxicState, counters, proxy_state
from epreuve.faults.toxiproxy.validation import validate_toxic
from epreuve.faults.toxiproxy.wire import LateResponse, Wire

PATIENCE = 30.0  # seconds for a server that lives to respond, on an overloaded machine


class Toxiproxy:
    """One server; `timeout` in seconds for each exchange, and for a state to be confirmed.

    A read is repeated for `patience` seconds while the server does not respond.
    """

    def __init__(self, url: str, *, timeout: float = 5.0, patience: float = PATIENCE) -> None:
        self._wire = Wire(url, timeout, patience)
        self._timeout = timeout
        self._embedded: bool | None = None

    @property
    def url(self) -> str:
        """Address of the server."""
        return self._wire.url

    def explain_end(self, lease_ended: Callable[[], bool]) -> None:
        """Raise LeaseEnded, from now on, for a server that no longer responds for that reason."""
        self._wire.lease_ended = lease_ended

    def take_late_responses(self) -> list[LateResponse]:
        """Return the requests without a response in time since the last call."""
        return [self._wire.late.popleft() for _ in range(len(self._wire.late))]

    def version(self) -> str:
        """Return the version of the server."""
        document = self._wire.call("get", "/version")
        if not isinstance(document, dict) or "version" not in document:
            raise _not_toxiproxy(f"{self.url}/version")
        return str(document["version"])

    def proxies(self) -> dict[str, ProxyState]:
        """Return every proxy by name."""
        document = self._wire.call("get", "/proxies")
        if not isinstance(document, dict):
            raise _not_toxiproxy(f"{self.url}/proxies")
        return {name: _read(entry) for name, entry in document.items()}

    def proxy(self, name: str) -> ProxyState:
        """Return one proxy; raise ToxiproxyRefused 404 if it does not exist."""
        return _read(self._wire.call("get", _path(name)))

    def create(self, name: str, listen: str, upstream: str, *, enabled: bool = True) -> ProxyState:
        """Create a proxy; with port 0 the kernel chooses, see the returned `listen`."""
        document = {"name": name, "listen": listen, "upstream": upstream, "enabled": enabled}
        return self._confirm(
            lambda: self._wire.call("post", "/proxies", document),
            name,
            lambda proxy: proxy.upstream == upstream and proxy.enabled == enabled,
            message("proxy {name} to {upstream}", name=repr(name), upstream=upstream),
        )

    def delete(self, name: str) -> None:
        """Delete a proxy; it may be gone already."""
        self._delete(
            _path(name),
            lambda: name not in self.proxies(),
            message("proxy {name} deleted", name=repr(name)),
        )

    def set_enabled(self, name: str, enabled: bool) -> ProxyState:
        """Enable a proxy, or disable it: it then refuses connections and closes the open ones."""
        return self._confirm(
            lambda: self._wire.call("post", _path(name), {"enabled": enabled}),
            name,
            lambda proxy: proxy.enabled == enabled,
            message("proxy {name} enabled: {enabled}", name=repr(name), enabled=str(enabled)),
        )

    def set_upstream(self, name: str, upstream: str) -> ProxyState:
        """Set the upstream of a proxy; its connections are closed."""
        return self._confirm(
            lambda: self._wire.call("post", _path(name), {"upstream": upstream}),
            name,
            lambda proxy: proxy.upstream == upstream,
            message("proxy {name} to {upstream}", name=repr(name), upstream=upstream),
        )

    def add_toxic(self, proxy: str, toxic: Toxic) -> ToxicState:
        """Add a toxic at the end of its stream's chain, with toxicity 1."""
        document = {
            "name": validate_toxic(toxic).name,
            "type": toxic.type,
            "stream": toxic.stream,
            "toxicity": 1.0,
            "attributes": dict(toxic.attributes),
        }
        return self._toxic(f"{_path(proxy)}/toxics", document, proxy, toxic)

    def update_toxic(self, proxy: str, name: str, attributes: Mapping[str, int]) -> ToxicState:
        """Change some attributes of a toxic; the others stay."""
        path = f"{_path(proxy)}/toxics/{quote(name, safe='')}"
        old = _find(self.proxy(proxy), name)
        if old is None:
            raise ToxiproxyRefused(404, "toxic not found", path)
        toxic = validate_toxic(Toxic(name, old.type, old.stream, {**old.attributes, **attributes}))
        return self._toxic(path, {"attributes": dict(attributes)}, proxy, toxic)

    def remove_toxic(self, proxy: str, name: str) -> None:
        """Remove a toxic; it may be gone already."""
        self._delete(
            f"{_path(proxy)}/toxics/{quote(name, safe='')}",
            lambda: _find(self.proxies().get(proxy), name) is None,
            message("toxic {name} of {proxy} removed", name=repr(name), proxy=repr(proxy)),
        )

    def counters(self) -> dict[str, Counters] | None:
        """Return the live counters by proxy, or None from a real Toxiproxy."""
        document = self.call_embedded("get", "/epreuve/counters")
        if document is None:
            return None
        return {name: counters(entry) for name, entry in document["proxies"].items()}

    def heartbeat(self) -> None:
        """Renew the lease of the embedded server; nothing on a real Toxiproxy."""
        self.call_embedded("post", "/epreuve/heartbeat")

    def call_embedded(
        self, method: str, path: str, document: Any = None, *, again: bool = False
    ) -> Any:
        """Call a route of the embedded server; return its response, None on a real Toxiproxy.

        `again` repeats it while there is no response.
        """
        if not self.is_embedded():
            return None
        return self._wire.call(method, path, document, again=again)

    def is_embedded(self) -> bool:
        """Return whether it is the embedded server; the first response is kept."""
        if self._embedded is None:
            try:
                self._wire.call("get", "/epreuve/counters")
                self._embedded = True
            except ToxiproxyRefused as error:
                if error.status not in (404, 405):
                    raise
                self._embedded = False
        return self._embedded

    def _toxic(
        self, path: str, document: Mapping[str, Any], proxy: str, toxic: Toxic
    ) -> ToxicState:
        def is_there(state: ProxyState) -> bool:
            installed = _find(state, toxic.name)
            return (
                installed is not None and toxic.attributes.items() <= installed.attributes.items()
            )

        what = message(
            "toxic {name} of {proxy} with {attributes}",
            name=repr(toxic.name), proxy=repr(proxy), attributes=str(dict(toxic.attributes)),
        )  # fmt: skip
        state = self._confirm(
            lambda: self._wire.call("post", path, document), proxy, is_there, what
        )
        installed = _find(state, toxic.name)
        if installed is None:
            raise NotConfirmed(message("{what}: removed at once", what=what))
        return installed

    def _confirm(
        self,
        write: Callable[[], Any],
        name: str,
        is_there: Callable[[ProxyState], bool],
        what: Message,
    ) -> ProxyState:
        """Write, then read back until the state is there or `timeout` is over.

        A write without a response, or with a 503, may still take effect: the state decides.
        """
        doubt = attempt(write)
        states: list[ProxyState] = []

        def check() -> bool:
            states[:] = [proxy for proxy in (self.proxies().get(name),) if proxy is not None]
            return bool(states) and is_there(states[0])

        await_state(check, self._timeout, doubt, what)
        return states[0]

    def _delete(self, path: str, is_gone: Callable[[], bool], what: Message) -> None:
        """Delete, then read until it is gone."""
        try:
            doubt = attempt(lambda: self._wire.call("delete", path))
        except ToxiproxyRefused as error:
            if error.status != 404:
                raise
            doubt = None
        await_state(is_gone, self._timeout, doubt, what)


def _not_toxiproxy(url: str) -> ToxiproxyUnreachable:
    return ToxiproxyUnreachable(
        message(
            "{url}: not a response of Toxiproxy; is this the address of its control API?", url=url
        )
    )


def _path(proxy: str) -> str:
    if not proxy or "/" in proxy:
        raise ToxicInvalid(
            message("proxy {name}: use a name that is not empty and has no '/'", name=repr(proxy))
        )
    return f"/proxies/{quote(proxy, safe='')}"


def _read(document: Any) -> ProxyState:
    try:
        return proxy_state(document)
    except (KeyError, TypeError, ValueError) as error:
        raise ToxiproxyUnreachable(
            message("not a proxy of Toxiproxy: {document}", document=repr(document))
        ) from error


def _find(proxy: ProxyState | None, name: str) -> ToxicState | None:
    toxics = proxy.toxics if proxy is not None else ()
    return next((toxic for toxic in toxics if toxic.name == name), None)
