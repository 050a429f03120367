"""Our own routes, all under /epreuve: what a Toxiproxy cannot do."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

from epreuve.faults.embedded.batch import apply, read_change
from epreuve.faults.embedded.body import Body, parse
from epreuve.faults.embedded.collection import ProxyCollection
from epreuve.faults.embedded.errors import ApiError, bad_body
from epreuve.faults.embedded.http import Request, Response
from epreuve.faults.embedded.opening import read_opening
from epreuve.faults.embedded.ramp import Ramp

if TYPE_CHECKING:
    from epreuve.faults.embedded.control import Route

LONGEST = 24 * 3600.0  # seconds of a ramp
SIDES = ("client", "upstream")


class Beyond:
    """Each method is a route."""

    def __init__(self, collection: ProxyCollection) -> None:
        self.collection = collection
        one = "/epreuve/proxies/{}"
        self.routes: list[Route] = [
            ("GET", f"{one}/opening", self.show_opening),
            ("POST", f"{one}/opening", self.set_opening),
            ("POST", f"{one}/reset", self.reset),
            ("POST", f"{one}/half-open", self.half_open),
            ("POST", f"{one}/toxics/{{}}/ramp", self.ramp),
            ("POST", "/epreuve/batch", self.batch),
        ]

    async def show_opening(self, _: Request, name: str) -> Response:
        """Tell what becomes of new connections."""
        return _answer(self.collection.get(name).opening.document())

    async def set_opening(self, request: Request, name: str) -> Response:
        """Decide it."""
        opening = read_opening(Body("Opening", parse(request.body)))
        async with self.collection.lock:
            await self.collection.get(name).set_opening(opening)
        return _answer(opening.document())

    async def reset(self, _: Request, name: str) -> Response:
        """Close every open connection by RST, now."""
        return _answer({"connections": self.collection.get(name).reset_connections()})

    async def half_open(self, request: Request, name: str) -> Response:
        """Let one side go by RST; the other is never told."""
        side = Body("HalfOpen", parse(request.body)).text("gone", "client")
        if side not in SIDES:
            raise ApiError(400, f"gone is {side!r}: use one of {', '.join(SIDES)}")
        return _answer({"connections": self.collection.get(name).half_open(side)})

    async def ramp(self, request: Request, name: str, toxic: str) -> Response:
        """Begin to move the attributes of a toxic to those given, in `seconds`."""
        body = Body("Ramp", parse(request.body))
        proxy = self.collection.get(name)
        found = proxy.toxic(toxic)
        if found is None:
            raise ApiError(404, "toxic not found")
        seconds = body.number("seconds", 0)
        if not 0 <= seconds <= LONGEST:
            raise ApiError(400, f"ramp: seconds is {seconds:g}: use 0 to {LONGEST:g}")
        target = body.toxic(found.toxic)
        moved = {k: v for k, v in target.attributes().items() if v != found.toxic.attributes()[k]}
        Ramp(proxy, found, moved, seconds)
        return _answer(target.attributes())

    async def batch(self, request: Request) -> Response:
        """Make changes to several proxies at one instant, or none of them."""
        value = parse(request.body)
        if not isinstance(value, list):
            raise bad_body("a batch is an array of changes")
        async with self.collection.lock:
            changes = [read_change(Body("Change", one), self.collection) for one in value]
            moment = await apply(changes, time.time)
        proxies = [change.proxy.document() for change in changes]
        return _answer({"time": moment, "proxies": proxies})


def _answer(document: Any) -> Response:
    body = json.dumps(document, separators=(",", ":")).encode()
    return Response(200, body, {"Content-Type": "application/json"})
