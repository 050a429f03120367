"""The control API: Toxiproxy's routes, statuses and headers, and our own under /epreuve."""

from __future__ import annotations

import contextlib
import json
import posixpath
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from epreuve.faults.addresses import is_local, split_host_port
from epreuve.faults.embedded.body import Body, entries, parse
from epreuve.faults.embedded.collection import ProxyCollection, read_toxic
from epreuve.faults.embedded.errors import ApiError
from epreuve.faults.embedded.http import TEXT, Request, Response
from epreuve.faults.embedded.installed import InstalledToxic
from epreuve.faults.embedded.lease import Lease
from epreuve.faults.embedded.opening import read_mode

if TYPE_CHECKING:  # prometheus_client is slow to import.
    from epreuve.faults.embedded.metrics import Metrics

VERSION = "2.12.0"  # The Toxiproxy version that we implement: clients choose their routes by it.
JSON = "application/json"

Route = tuple[str, str, Callable[..., Awaitable[Response]]]


class Control:
    """Routes requests to calls on the collection."""

    def __init__(
        self, collection: ProxyCollection, lease: Lease, metrics: Metrics | None = None
    ) -> None:
        self.collection = collection
        self.lease = lease
        proxy, toxics, toxic = "/proxies/{}", "/proxies/{}/toxics", "/proxies/{}/toxics/{}"
        opening = "/epreuve/proxies/{}/opening"
        self.routes: list[Route] = [
            ("GET", "/version", self.version),
            ("POST", "/reset", self.reset),
            ("POST", "/populate", self.populate),
            ("GET", "/proxies", self.proxies),
            ("POST", "/proxies", self.create),
            ("GET", proxy, self.show),
            ("POST PATCH", proxy, self.update),
            ("DELETE", proxy, self.delete),
            ("GET", toxics, self.toxics),
            ("POST", toxics, self.add_toxic),
            ("GET", toxic, self.show_toxic),
            ("POST PATCH", toxic, self.update_toxic),
            ("DELETE", toxic, self.remove_toxic),
            ("POST", "/epreuve/heartbeat", self.heartbeat),
            ("GET", "/epreuve/counters", self.counters),
            ("GET", opening, self.show_opening),
            ("POST", opening, self.set_opening),
        ]
        if metrics is not None:
            self.routes.append(("*", "/metrics", metrics.page))

    async def handle(self, request: Request) -> Response:
        """Respond to a request."""
        host = request.headers.get("host")
        if host is not None and not _is_local(host):
            return _text(403, "Host not allowed: use a loopback name\n")
        cleaned = posixpath.normpath("/" + request.path.lstrip("/"))
        if request.path.endswith("/") and cleaned != "/":
            cleaned += "/"
        if cleaned != request.path:
            return Response(301, b"", {"Location": quote(cleaned)})
        matches = [(route, names) for route in self.routes if (names := _match(route[1], cleaned))]
        if not matches:
            return _text(404, "404 page not found\n")
        for (methods, _, call), names in matches:
            if methods == "*" or request.method in methods.split():
                return await self._respond(call, request, names[1:])
        return Response(405)

    async def _respond(
        self, call: Callable[..., Awaitable[Response]], request: Request, names: tuple[str, ...]
    ) -> Response:
        if request.headers.get("user-agent", "").startswith("Mozilla/"):
            response = _text(403, "User agent not allowed\n")
        else:
            try:
                response = await call(request, *names)
            except ApiError as error:
                response = _text(error.status, _dump(_error(error)) + "\n")
        return Response(
            response.status,
            response.body,
            {**response.headers, "X-Toxiproxy-Request-Id": secrets.token_hex(10)},
        )

    # Routes of Toxiproxy.

    async def version(self, _: Request) -> Response:
        """Return the version of Toxiproxy that is implemented."""
        body = f'{{"version": "{VERSION}"}}\n'.encode()
        return Response(200, body, {"Content-Type": "application/json;charset=utf-8"})

    async def reset(self, _: Request) -> Response:
        """Start every proxy and remove every toxic."""
        await self.collection.reset()
        return Response(204)

    async def populate(self, request: Request) -> Response:
        """Create or replace proxies; errors of this route have the JSON content type."""
        done: list[Any] = []
        try:
            await self.collection.populate(entries(request.body), done)
        except ApiError as error:
            document = {**_error(error), "proxies": [proxy.document() for proxy in done] or None}
            return _json(error.status, document)
        return _json(201, {"proxies": [proxy.document() for proxy in done] or None})

    async def proxies(self, _: Request) -> Response:
        """List the proxies."""
        return _json(200, {proxy.name: proxy.document() for proxy in self.collection.sorted()})

    async def create(self, request: Request) -> Response:
        """Create a proxy."""
        proxy = await self.collection.create(Body(parse(request.body)))
        return _json(201, proxy.document())

    async def show(self, _: Request, name: str) -> Response:
        """Show a proxy."""
        return _json(200, self.collection.get(name).document())

    async def update(self, request: Request, name: str) -> Response:
        """Update a proxy."""
        self.collection.get(name)
        proxy = await self.collection.update(name, Body(parse(request.body)))
        return _json(200, proxy.document())

    async def delete(self, _: Request, name: str) -> Response:
        """Delete a proxy."""
        await self.collection.remove(name)
        return Response(204)

    async def toxics(self, _: Request, name: str) -> Response:
        """List the toxics of a proxy."""
        installed = self.collection.get(name).installed()
        return _json(200, [toxic.document() for toxic in installed])

    async def add_toxic(self, request: Request, name: str) -> Response:
        """Respond to POST /proxies/NAME/toxics with the new toxic."""
        proxy = self.collection.get(name)
        toxic = read_toxic(Body(parse(request.body)), proxy)
        proxy.add_toxic(toxic)
        return _json(200, toxic.document())

    async def show_toxic(self, _: Request, name: str, toxic: str) -> Response:
        """Respond to GET /proxies/NAME/toxics/TOXIC with the toxic."""
        return _json(200, self._toxic(name, toxic).document())

    async def update_toxic(self, request: Request, name: str, toxic: str) -> Response:
        """Update the attributes and the toxicity of a toxic."""
        old = self._toxic(name, toxic)
        body = Body(parse(request.body))
        toxicity = body.number("toxicity", old.toxicity)
        new = InstalledToxic(old.name, old.kind, old.stream, toxicity, body.toxic(old.toxic))
        self.collection.get(name).update_toxic(new)
        return _json(200, new.document())

    async def remove_toxic(self, _: Request, name: str, toxic: str) -> Response:
        """Respond to DELETE /proxies/NAME/toxics/TOXIC."""
        self.collection.get(name).remove_toxic(self._toxic(name, toxic))
        return Response(204)

    def _toxic(self, name: str, toxic: str) -> InstalledToxic:
        installed = self.collection.get(name).toxic(toxic)
        if installed is None:
            raise ApiError(404, "toxic not found")
        return installed

    # Our own routes.

    async def heartbeat(self, _: Request) -> Response:
        """Renew the lease."""
        self.lease.renew()
        return Response(204)

    async def counters(self, _: Request) -> Response:
        """Return the traffic of each proxy; `time` is Unix time, so rates can be computed."""
        proxies = {proxy.name: proxy.counters() for proxy in self.collection.sorted()}
        return _json(200, {"time": time.time(), "proxies": proxies})

    async def show_opening(self, _: Request, name: str) -> Response:
        """Return how new connections are opened."""
        return _json(200, {"mode": self.collection.get(name).opening})

    async def set_opening(self, request: Request, name: str) -> Response:
        """Set how new connections are opened."""
        mode = read_mode(Body(parse(request.body)))
        async with self.collection.lock:
            await self.collection.get(name).set_opening(mode)
        return _json(200, {"mode": mode})


def _is_local(authority: str) -> bool:
    """Return whether a `Host` header, with or without a port, names this machine."""
    for text in (authority, f"{authority}:"):
        with contextlib.suppress(ValueError):
            return is_local(split_host_port(text)[0])
    return False


def _match(pattern: str, path: str) -> tuple[str, ...] | None:
    """Return the path and the names in it, or None."""
    pattern_parts, path_parts = pattern.split("/"), path.split("/")
    if len(pattern_parts) != len(path_parts):
        return None
    pairs = list(zip(pattern_parts, path_parts, strict=True))
    if any(a != b if a != "{}" else not b for a, b in pairs):
        return None
    return (path, *(b for a, b in pairs if a == "{}"))


def _dump(document: Any) -> str:
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def _error(error: ApiError) -> dict[str, Any]:
    return {"error": error.message, "status": error.status}


def _json(status: int, document: Any) -> Response:
    body = _dump(document).encode("utf-8", "replace")
    return Response(status, body, {"Content-Type": JSON})


def _text(status: int, text: str) -> Response:
    headers = {"Content-Type": TEXT, "X-Content-Type-Options": "nosniff"}
    return Response(status, text.encode("utf-8", "replace"), headers)
