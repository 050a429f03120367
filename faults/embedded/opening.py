"""Opening of new connections: normal, delayed or without an answer."""

from __future__ import annotations

import socket
from dataclasses import asdict, dataclass
from typing import Any

from epreuve.faults.addresses import join_host_port
from epreuve.faults.embedded import address
from epreuve.faults.embedded.body import Body
from epreuve.faults.embedded.errors import ApiError

MODES = ("normal", "delay", "silence")
LONGEST = 24 * 3600 * 1000  # ms


@dataclass(frozen=True)
class Opening:
    """`mode`, and the `delay` in ms of mode `delay`: the kernel opens, the proxy waits; else 0.

    With `silence` a SYN gets no answer, and open connections stay.
    """

    mode: str = "normal"
    delay: int = 0

    def document(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return asdict(self)


NORMAL = Opening()


def read_opening(body: Body) -> Opening:
    """Return the opening that a body describes; raise ApiError 400."""
    mode, delay = body.text("mode", "normal"), body.number("delay", 0)
    if mode not in MODES:
        raise ApiError(400, f"opening: mode is {mode!r}: use one of {', '.join(MODES)}")
    if not 0 <= delay <= LONGEST or (delay > 0) != (mode == "delay"):
        raise ApiError(400, f"opening: delay is {delay:g} ms in mode {mode!r}: use mode delay")
    return Opening(mode, int(delay))


class SilentListener:
    """A listener whose accept queue is always full: the kernel drops each SYN [S: listen(2)].

    A queue of length 0 holds one connection; it is our own, and is never accepted.
    """

    def __init__(self, host: str, port: int) -> None:
        self._listener = address.listen(host, port, backlog=0)
        host_here = {"::": "::1", "0.0.0.0": "127.0.0.1"}.get(host, host)  # noqa: S104
        name = self._listener.getsockname()
        try:
            self._filler = socket.create_connection((host_here, name[1]), timeout=1.0)
        except OSError as error:
            self._listener.close()
            raise address.AddressError(f"{join_host_port(host_here, name[1])}: {error}") from None

    def close(self) -> None:
        """Free the address."""
        self._filler.close()
        self._listener.close()
