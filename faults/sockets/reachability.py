"""Connections to an address, to learn whether a program listens there."""

import socket


def accepts(address: tuple[str, int], patience: float = 1.0) -> bool:
    """Return whether a program accepts a connection at an address within `patience` seconds."""
    try:
        socket.create_connection(address, timeout=patience).close()
    except OSError:
        return False
    return True
