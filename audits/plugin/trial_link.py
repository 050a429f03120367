"""A link for a team's own tests: faults last as long as a `with` block, and always heal."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from epreuve.faults.error_response import UNAVAILABLE, ErrorResponse
from epreuve.faults.fault import Fault
from epreuve.faults.partition import Partition
from epreuve.faults.power_loss import PowerLoss
from epreuve.faults.refused import Refused
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow
from epreuve.faults.toxiproxy.engine import Engine
from epreuve.faults.toxiproxy.link import Link
from epreuve.probes.http.address import host_port_of, join_host_port


class TrialLink:
    """A proxy in front of something: call it at `address` instead, then put faults on it."""

    def __init__(self, link: Link, address: tuple[str, int]) -> None:
        self._link = link
        self.host, self.port = address

    @property
    def address(self) -> str:
        """`host:port`, on the loopback."""
        return f"{self.host}:{self.port}"

    @contextmanager
    def suffering(self, fault: Fault) -> Iterator[None]:
        """Any fault of `epreuve.faults`, for the time of the block."""
        with self._link.applied(fault):
            yield

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Nothing passes, nobody says so; what was under way resumes after the block."""
        with self.suffering(Partition()):
            yield

    @contextmanager
    def refuse(self) -> Iterator[None]:
        """Connections are refused, and those that are open are closed."""
        with self.suffering(Refused()):
            yield

    @contextmanager
    def err(self, status: int = UNAVAILABLE) -> Iterator[None]:
        """Every HTTP request is answered by that error, and does not reach the other end."""
        with self.suffering(ErrorResponse(status=status)):
            yield

    @contextmanager
    def slow(self, milliseconds: int) -> Iterator[None]:
        """Each reply comes that much later."""
        with self.suffering(Slow(delay=milliseconds / 1000)):
            yield

    @contextmanager
    def silence(self) -> Iterator[None]:
        """The other end is dead: what is sent is lost, no answer comes, no connection ends."""
        with self.suffering(Silent()):
            yield

    @contextmanager
    def lose_power(self, boot: float = 0.0) -> Iterator[None]:
        """The other end loses its power; after the block it boots for `boot` seconds, then is back.

        While it boots, old connections are reset and new ones refused.
        """
        dark, booting = PowerLoss(stage="dark"), PowerLoss(stage="boot")
        self._link.apply(dark)
        try:
            yield
        finally:
            try:
                with self._link.applied(booting):  # before the dark heals: stale ones are reset
                    self._link.heal(dark)
                    time.sleep(boot)
            finally:
                self._link.heal(dark)

    def close(self) -> None:
        """Delete the proxy; twice is fine."""
        self._link.client.delete(self._link.proxy_name)


def opened(engine: Engine, upstream: str) -> TrialLink:
    """A link to `host:port` or to the host and port of a URL. Raises ValueError for neither."""
    host, port = host_port_of(upstream if "//" in upstream else f"//{upstream}")
    if not host or not port:
        raise ValueError(f"link({upstream!r}): write for example link('127.0.0.1:5432')")
    name = f"test-{uuid.uuid4().hex[:12]}"
    state = engine.create(name, "127.0.0.1:0", join_host_port(host, port))
    return TrialLink(Link(engine.client, name), state.address)
