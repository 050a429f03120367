"""TLS on a connected socket, with a deadline for the whole handshake."""

import select
import socket
import ssl
from collections.abc import Callable
from functools import lru_cache


def start_tls(connected: socket.socket, name: str, remaining: Callable[[], float]) -> ssl.SSLSocket:
    """Do the handshake for the server `name`; `remaining` gives the seconds left or raises.

    Certificates are not verified: a test bench has its own, and a probe checks those of services.
    """
    connected.setblocking(False)
    secure = _context().wrap_socket(connected, server_hostname=name, do_handshake_on_connect=False)
    try:
        while (event := _handshake(secure)) is not None:
            _wait(secure, event, remaining())
    except BaseException:
        secure.close()
        raise
    return secure


def _handshake(secure: ssl.SSLSocket) -> int | None:
    """Go on with the handshake; return the event to wait for, None at its end."""
    try:
        secure.do_handshake()
    except ssl.SSLWantReadError:
        return select.POLLIN
    except ssl.SSLWantWriteError:
        return select.POLLOUT
    return None


def _wait(secure: ssl.SSLSocket, event: int, seconds: float) -> None:
    poll = select.poll()
    poll.register(secure.fileno(), event)
    if not poll.poll(seconds * 1000):
        raise TimeoutError


@lru_cache(maxsize=1)
def _context() -> ssl.SSLContext:
    """Return the context of all connections; making one is as expensive as a request."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
