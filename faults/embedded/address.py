"""Addresses: parsing, resolution and sockets."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import os
import socket

from epreuve.faults.addresses import join_host_port, split_host_port
from epreuve.faults.loopback import bind_source

_CONNECTED = (0, errno.EISCONN)
_WAITING = (errno.EINPROGRESS, errno.EALREADY, errno.EAGAIN)
LOOKUP = 5.0  # seconds to wait for a name server


class AddressError(OSError):
    """An address that cannot be parsed, resolved or bound."""


def split(text: str) -> tuple[str, int]:
    """Split an address from a request. Raises AddressError, which names it."""
    try:
        return split_host_port(text)
    except ValueError as error:
        raise AddressError(f"{text}: {error}") from None


async def resolve(text: str) -> tuple[str, int]:
    """Return the IP address and port for a listener at `text`; "" is any address, any port."""
    host, port = split(text) if text else ("", 0)
    if host in ("", "0.0.0.0", "::"):  # noqa: S104 (chosen by the user; Toxiproxy binds both families)
        return ("::" if socket.has_dualstack_ipv6() else "0.0.0.0"), port  # noqa: S104
    try:
        return str(ipaddress.ip_address(host)), port
    except ValueError:
        pass
    loop = asyncio.get_running_loop()
    lookup = loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    try:
        addresses = await asyncio.wait_for(lookup, LOOKUP)
    except (OSError, UnicodeError, TimeoutError):
        raise AddressError(f"{text}: no such host") from None
    addresses.sort(key=lambda entry: entry[0] != socket.AF_INET)
    return str(addresses[0][4][0]), port


def listen(host: str, port: int, *, backlog: int = 4096) -> socket.socket:
    """Return a bound, listening socket; raise AddressError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.socket(family, socket.SOCK_STREAM)
    except OSError as error:
        raise AddressError(f"no socket: {reason(error)}") from None
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if host == "::":
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        listener.bind((host, port))
        listener.listen(backlog)
        listener.setblocking(False)
    except OSError as error:
        listener.close()
        raise AddressError(f"{join_host_port(host, port)}: {reason(error)}") from None
    return listener


async def connect_from(
    loop: asyncio.AbstractEventLoop,
    source: str,
    target: tuple[str, int],
    protocol: asyncio.BaseProtocol,
) -> None:
    """Connect a protocol to a target on this machine, from an address of this machine."""
    connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        connection.setblocking(False)
        bind_source(connection, source)
        await _connected(loop, connection, target)
        await loop.create_connection(lambda: protocol, sock=connection)
    except BaseException:
        connection.close()
        raise


async def _connected(
    loop: asyncio.AbstractEventLoop, connection: socket.socket, target: tuple[str, int]
) -> None:
    """Wait until a socket is connected; on this machine it is so at once, as a rule."""
    result = connection.connect_ex(target)
    if result == errno.EINPROGRESS:
        result = connection.connect_ex(target)
    if result in _WAITING:
        await loop.sock_connect(connection, target)
    elif result not in _CONNECTED:
        raise OSError(result, os.strerror(result))


def reason(error: OSError) -> str:
    """Return the system's message for an error."""
    return os.strerror(error.errno).lower() if error.errno else str(error)
