"""The proxies of the server, by name."""

from __future__ import annotations

import asyncio
import contextlib

from epreuve.faults.embedded import address
from epreuve.faults.embedded.body import Body
from epreuve.faults.embedded.connection_limit import ConnectionLimit
from epreuve.faults.embedded.errors import ApiError, cannot_listen, missing
from epreuve.faults.embedded.installed import InstalledToxic
from epreuve.faults.embedded.opening import NORMAL
from epreuve.faults.embedded.proxy import Proxy
from epreuve.faults.embedded.scheduler import Scheduler
from epreuve.faults.embedded.toxics import kinds
from epreuve.faults.toxic import STREAMS


class ProxyCollection:
    """Proxies by name; changes happen one at a time, and none waits for an upstream."""

    def __init__(self, scheduler: Scheduler, seed: str, limit: ConnectionLimit) -> None:
        self.scheduler = scheduler
        self.seed = seed
        self.limit = limit
        self.proxies: dict[str, Proxy] = {}
        self.lock = asyncio.Lock()

    def get(self, name: str) -> Proxy:
        """Return a proxy; raise ApiError 404 if there is none."""
        try:
            return self.proxies[name]
        except KeyError:
            raise ApiError(404, "proxy not found") from None

    def sorted(self) -> list[Proxy]:
        """Return the proxies by name."""
        return [self.proxies[name] for name in sorted(self.proxies)]

    async def create(self, body: Body) -> Proxy:
        """Add a proxy, with its toxics if any: everything, or nothing on an error."""
        _require(body, "")
        proxy = self._make(body)
        enabled = body.flag("enabled", True)
        for toxic in body.objects("toxics"):
            proxy.add_toxic(read_toxic(toxic, proxy))
        async with self.lock:
            if proxy.name in self.proxies:
                raise ApiError(409, "proxy already exists")
            if enabled:
                await proxy.start()
            self.proxies[proxy.name] = proxy
        return proxy

    async def update(self, name: str, body: Body) -> Proxy:
        """Change `listen`, `upstream` and `enabled` if present."""
        async with self.lock:
            proxy = self.get(name)
            await proxy.update(
                body.text("listen", proxy.listen),
                body.text("upstream", proxy.upstream),
                body.flag("enabled", proxy.enabled),
            )
        return proxy

    async def remove(self, name: str) -> None:
        """Stop and delete a proxy."""
        async with self.lock:
            await self.get(name).stop()
            del self.proxies[name]

    async def populate(self, bodies: list[Body], done: list[Proxy]) -> None:
        """Create or replace each proxy; add them to `done`, up to the first failure."""
        for rank, body in enumerate(bodies, start=1):
            _require(body, f" at proxy {rank}")
            body.flag("enabled", True)
        async with self.lock:
            for body in bodies:
                proxy = self._make(body)
                old = self.proxies.get(proxy.name)
                if old is not None and not await _differ(old, proxy):
                    done.append(old)
                    continue
                if old is not None:
                    await old.stop()
                if body.flag("enabled", True):
                    await proxy.start()
                self.proxies[proxy.name] = proxy
                done.append(proxy)

    async def reset(self) -> None:
        """Start every proxy and remove every toxic; stop at the first failure."""
        async with self.lock:
            for proxy in self.sorted():
                await proxy.set_opening(NORMAL)
                await proxy.start()
                proxy.clear()

    async def heal(self) -> None:
        """Reset as much as possible: no client reads errors after a lease has expired."""
        async with self.lock:
            for proxy in self.sorted():
                proxy.clear()
                with contextlib.suppress(ApiError):
                    await proxy.set_opening(NORMAL)
                    await proxy.start()

    async def close(self) -> None:
        """Stop every proxy."""
        for proxy in self.sorted():
            await proxy.stop()

    def _make(self, body: Body) -> Proxy:
        return Proxy(
            body.text("name"),
            body.text("listen"),
            body.text("upstream"),
            self.scheduler,
            self.seed,
            self.limit,
        )


def _require(body: Body, where: str) -> None:
    body.text("listen")
    for field in ("name", "upstream"):
        if not body.text(field):
            raise missing(field + where)


async def _differ(old: Proxy, new: Proxy) -> bool:
    try:
        moved = await address.resolve(old.listen) != await address.resolve(new.listen)
    except address.AddressError as error:
        raise cannot_listen(error) from None
    return moved or old.upstream != new.upstream


def read_toxic(body: Body, proxy: Proxy) -> InstalledToxic:
    """Return the toxic that a body describes; the checks are in Toxiproxy's order."""
    name, kind = body.text("name"), body.text("type")
    stream = body.text("stream", "downstream")
    toxicity = body.number("toxicity", 1.0)
    if stream.lower() not in STREAMS:
        raise ApiError(400, "stream was invalid, can be either upstream or downstream")
    settings = kinds().get(kind)
    if settings is None:
        raise ApiError(400, "invalid toxic type")
    name = name or f"{kind}_{stream}"
    if proxy.toxic(name) is not None:
        raise ApiError(409, "toxic already exists")
    return InstalledToxic(name, kind, stream, toxicity, body.toxic(settings()))
