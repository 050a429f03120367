"""What a client sees through a link, by trying: the last word on whether a fault is in force."""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

_WORDS = {
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "reset",
    errno.EPIPE: "reset",
    errno.ETIMEDOUT: "silence",
    errno.EHOSTUNREACH: "unreachable",
    errno.ENETUNREACH: "unreachable",
}


@dataclass(frozen=True)
class Sighting:
    """One connection: how it opened, and what came of what was sent; seconds for each.

    `opening` is open, refused, reset, silence or unreachable. `answer` is data, closed, reset,
    silence or unreachable; None where nothing was sent, or nothing opened.
    """

    time: float
    opening: str
    opened_in: float
    answer: str | None = None
    answered_in: float | None = None


def sight(
    address: tuple[str, int],
    payload: bytes = b"",
    patience: float = 1.0,
    clock: Callable[[], float] = time.time,
) -> Sighting:
    """Open a connection, send `payload` if any, wait for a first byte; never raises OSError."""
    moment, start = clock(), time.monotonic()
    try:
        connection = socket.create_connection(address, timeout=patience)
    except OSError as error:
        return Sighting(moment, _word(error), time.monotonic() - start)
    opened = time.monotonic()
    if not payload:
        connection.close()
        return Sighting(moment, "open", opened - start)
    with connection:
        try:
            connection.sendall(payload)
            answer = "data" if connection.recv(1) else "closed"
        except OSError as error:
            answer = _word(error)
    return Sighting(moment, "open", opened - start, answer, time.monotonic() - opened)


def _word(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "silence"
    return _WORDS.get(error.errno or 0, "unreachable")
