"""A link for a team's own tests: each fault lasts as long as its `with` block, then heals."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from epreuve.audits.reading.mistake import render_values
from epreuve.faults.addresses import join_host_port
from epreuve.faults.error_response import UNAVAILABLE, ErrorResponse
from epreuve.faults.fault import Fault
from epreuve.faults.partition import Partition
from epreuve.faults.power_loss import PowerLoss
from epreuve.faults.refused import Refused
from epreuve.faults.registry import fault_kinds, parse_fault
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow
from epreuve.faults.toxiproxy.engine import Engine
from epreuve.faults.toxiproxy.link import Link
from epreuve.probes.http.address import host_port_of


class TrialLink:
    """A proxy in front of a dependency: connect to `address` instead, then put faults on it."""

    def __init__(self, link: Link, address: tuple[str, int]) -> None:
        self._link = link
        self.host, self.port = address

    @property
    def address(self) -> str:
        """`host:port`, on the loopback."""
        return f"{self.host}:{self.port}"

    @contextmanager
    def fault(self, fault: Fault | str, **fields: object) -> Iterator[None]:
        """Put any fault of `epreuve.faults`, or of a plugin, on the link.

        Give the fault itself, or its kind and fields: `link.fault("flapping", down="2 s", up=5)`.
        Raises ValueError for an unknown kind or a wrong field.
        """
        if isinstance(fault, str):
            fault = _parsed(fault, fields)
        with self._link.applied(fault):
            yield

    @contextmanager
    def cut(self) -> Iterator[None]:
        """Drop all traffic, without any signal; transfers resume after the block."""
        with self.fault(Partition()):
            yield

    @contextmanager
    def refuse(self) -> Iterator[None]:
        """Refuse connections, and close the open ones."""
        with self.fault(Refused()):
            yield

    @contextmanager
    def error(self, status: int = UNAVAILABLE) -> Iterator[None]:
        """Respond to every HTTP request with an error; no request reaches the other end."""
        with self.fault(ErrorResponse(status=status)):
            yield

    @contextmanager
    def slow(self, milliseconds: int) -> Iterator[None]:
        """Delay each reply."""
        with self.fault(Slow(delay=milliseconds / 1000)):
            yield

    @contextmanager
    def silence(self) -> Iterator[None]:
        """Drop all requests, send no response, end no connection, as a host that stopped."""
        with self.fault(Silent()):
            yield

    @contextmanager
    def power_cut(self, boot: float = 0.0) -> Iterator[None]:
        """Cut the power of the other end; after the block it takes `boot` seconds to start.

        While it starts, old connections are reset and new ones refused.
        """
        dark, booting = PowerLoss(stage="dark"), PowerLoss(stage="boot")
        self._link.apply(dark)
        try:
            yield
        finally:
            try:
                # Before `dark` is healed, so that old connections are reset.
                with self._link.applied(booting):
                    self._link.heal(dark)
                    time.sleep(boot)
            finally:
                self._link.heal(dark)

    def close(self) -> None:
        """Delete the proxy; may be called twice."""
        self._link.client.delete(self._link.proxy_name)


def _parsed(kind: str, fields: dict[str, object]) -> Fault:
    """Return a fault; a wrong field has the message that it has in a crisis file."""
    try:
        return parse_fault({"kind": kind, **fields})
    except ValidationError as error:
        place = f"link.fault({kind!r})"
        raise ValueError(render_values(place, error.errors(), fault_kinds()[kind])) from None


def opened(engine: Engine, upstream: str) -> TrialLink:
    """Return a link to `host:port`, or to the host and port of a URL. Raises ValueError."""
    host, port = host_port_of(upstream if "//" in upstream else f"//{upstream}")
    if not host or not port:
        raise ValueError(f"link({upstream!r}): write for example link('127.0.0.1:5432')")
    name = f"test-{uuid.uuid4().hex[:12]}"
    state = engine.create(name, "127.0.0.1:0", join_host_port(host, port))
    return TrialLink(Link(engine.client, name), state.address)
