"""Addresses where a program listens, and those where one can listen."""

import errno
import socket


def accepts(address: tuple[str, int], patience: float = 1.0) -> bool:
    """Return whether a program accepts a connection at an address within `patience` seconds."""
    try:
        socket.create_connection(address, timeout=patience).close()
    except OSError:
        return False
    return True


def is_free(address: tuple[str, int]) -> bool:
    """Return whether a program can listen at an address of this machine, by IPv4 or IPv6."""
    host, port = address
    errors = []
    try:
        entries = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)
    except OSError:
        return False
    for family, kind, protocol, _, where in entries:
        try:
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(where)
        except OSError as error:
            errors.append(error.errno)
    # A name may have an address of a family that this machine lacks.
    return len(errors) < len(entries) and errno.EADDRINUSE not in errors
