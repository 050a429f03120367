"""One fault on one link, with its evidence: asked, confirmed, seen at the sockets, and how sure."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from epreuve.faults.fault import Fault
from epreuve.faults.link import Link
from epreuve.faults.sighting import Sighting, sight
from epreuve.faults.state import ToxicState


@dataclass
class Instance:
    """Times are those of the clock given; what happened inside `doubt` may be with or without it.

    `toxics` were read back from the server. `seen` are sightings: before it, during it, after it.
    """

    fault: Fault
    link: str
    asked: float
    confirmed: float
    toxics: tuple[ToxicState, ...]
    heal_asked: float | None = None
    healed: float | None = None
    seen: list[Sighting] = field(default_factory=list)

    @property
    def doubt(self) -> tuple[tuple[float, float], ...]:
        """Return the windows in which the fault was coming or going."""
        coming = ((self.asked, self.confirmed),)
        if self.heal_asked is None or self.healed is None:
            return coming
        return (*coming, (self.heal_asked, self.healed))


@contextmanager
def inflicted(
    link: Link,
    fault: Fault,
    payload: bytes = b"",
    patience: float = 1.0,
    clock: Callable[[], float] = time.time,
) -> Iterator[Instance]:
    """Keep a fault on a link for the time of a block, and tell what is known of it.

    `payload` is what the probe sends, if anything: a real service counts it as a request.
    """
    address = link.client.proxy(link.proxy_name).address

    def look() -> Sighting:
        return sight(address, payload, patience, clock)

    before, asked = look(), clock()
    toxics = link.apply(fault)
    instance = Instance(fault, link.proxy_name, asked, clock(), toxics, seen=[before])
    try:
        instance.seen.append(look())
        yield instance
    finally:
        instance.heal_asked = clock()
        link.heal(fault)
        instance.healed = clock()
    instance.seen.append(look())
