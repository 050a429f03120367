"""Several changes at one instant: all of them are read before any is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from epreuve.faults.embedded.body import Body
from epreuve.faults.embedded.collection import ProxyCollection, read_toxic
from epreuve.faults.embedded.errors import ApiError
from epreuve.faults.embedded.installed import InstalledToxic
from epreuve.faults.embedded.opening import Opening, read_opening
from epreuve.faults.embedded.proxy import Proxy


@dataclass
class Change:
    """What is to be done to one proxy: `remove`, then `add`, then `reset`; then the openings."""

    proxy: Proxy
    remove: list[InstalledToxic] = field(default_factory=list)
    add: list[InstalledToxic] = field(default_factory=list)
    reset: bool = False
    opening: Opening | None = None
    enabled: bool | None = None

    def now(self) -> None:
        """Do what needs no waiting."""
        for toxic in self.remove:
            self.proxy.remove_toxic(toxic)
        for toxic in self.add:
            self.proxy.add_toxic(toxic)
        if self.reset:
            self.proxy.reset_connections()

    async def then(self) -> None:
        """Do what takes turns of the loop: listeners that open and close."""
        if self.opening is not None:
            await self.proxy.set_opening(self.opening)
        if self.enabled is True:
            await self.proxy.start()
        elif self.enabled is False:
            await self.proxy.stop()


def read_change(body: Body, collection: ProxyCollection) -> Change:
    """Return the change a body asks for; raise ApiError where any of it cannot be."""
    proxy = collection.get(body.text("proxy"))
    change = Change(proxy, reset=body.flag("reset", False))
    for name in body.texts("remove"):
        found = proxy.toxic(name)
        if found is None or found in change.remove:
            raise ApiError(404, f"toxic not found: {name} of {proxy.name}")
        change.remove.append(found)
    gone = {toxic.name for toxic in change.remove}
    for one in body.objects("add", "ToxicWrapper"):
        toxic = read_toxic(one, proxy, free=gone)
        if any(toxic.name == other.name for other in change.add):
            raise ApiError(409, "toxic already exists")
        change.add.append(toxic)
    if body.has("opening"):
        change.opening = read_opening(body.object("opening", "Opening"))
    if body.has("enabled"):
        change.enabled = body.flag("enabled", True)
    return change


async def apply(changes: list[Change], instant: Callable[[], float]) -> float:
    """Make the changes in one turn of the loop, and return the time of it."""
    names = [change.proxy.name for change in changes]
    if len(set(names)) < len(names):
        raise ApiError(400, "batch: a proxy is named twice: put its changes together")
    for change in changes:
        change.now()
    moment = instant()
    for change in changes:
        await change.then()
    return moment
