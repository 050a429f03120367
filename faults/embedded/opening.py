"""Opening of new connections: normal, or silence (no response to a SYN; open ones stay)."""

from __future__ import annotations

import socket

from epreuve.faults.addresses import join_host_port
from epreuve.faults.embedded import address
from epreuve.faults.embedded.body import Body
from epreuve.faults.embedded.errors import ApiError

NORMAL, SILENCE = MODES = ("normal", "silence")


def read_mode(body: Body) -> str:
    """Return the mode that a body names; raise ApiError 400."""
    mode = body.text("mode", NORMAL)
    if mode not in MODES:
        raise ApiError(400, f"opening: mode is {mode!r}: use one of {', '.join(MODES)}")
    return mode


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
