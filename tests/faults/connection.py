"""Connections, and how they open and end."""

import errno
import socket
import time
from dataclasses import dataclass


def receive(one: socket.socket, size: int) -> bytes:
    """Read until `size` bytes or the end."""
    data = b""
    while len(data) < size and (more := one.recv(65536)):
        data += more
    return data


@dataclass(frozen=True)
class Attempt:
    """One connection: how it opened, and the result of what was sent; seconds to open.

    `opening` is open, refused, reset, silence or unreachable. `answer` is data, closed, reset,
    silence or unreachable; None where nothing was sent, or nothing opened.
    """

    opening: str
    opened_in: float
    answer: str | None = None


def attempt_connection(
    address: tuple[str, int], payload: bytes = b"", patience: float = 1.0
) -> Attempt:
    """Connect, send `payload` if any, wait for a first byte; never raise OSError."""
    start = time.monotonic()
    try:
        connection = socket.create_connection(address, timeout=patience)
    except OSError as error:
        return Attempt(error_kind(error), time.monotonic() - start)
    opened_in = time.monotonic() - start
    with connection:
        if not payload:
            return Attempt("open", opened_in)
        try:
            connection.sendall(payload)
            answer = "data" if connection.recv(1) else "closed"
        except OSError as error:
            answer = error_kind(error)
    return Attempt("open", opened_in, answer)


def error_kind(error: OSError) -> str:
    if isinstance(error, TimeoutError):
        return "silence"
    kinds = {errno.ECONNREFUSED: "refused", errno.ECONNRESET: "reset", errno.EPIPE: "reset"}
    return kinds.get(error.errno or 0, "unreachable")
