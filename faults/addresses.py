"""Addresses as "host:port" texts, connections to them, and the usual one of a Toxiproxy server."""

import socket

from epreuve.faults.message import message

CONTROL_PORT = 8474  # of the control API
CONTROL = f"127.0.0.1:{CONTROL_PORT}"


def split_host_port(text: str) -> tuple[str, int]:
    """Split "host:port" or "[host]:port": an empty host is any address, an empty port is 0.

    Raises ValueError with the problem.
    """
    host, colon, port = text.rpartition(":")
    if not colon or port.endswith("]"):
        raise ValueError(message("no port; write HOST:PORT"))
    if host.startswith("[") and host.endswith("]"):
        host = host[1:-1]
    elif ":" in host:
        raise ValueError(message("too many colons; write [ADDRESS]:PORT for IPv6"))
    if "[" in host or "]" in host:
        raise ValueError(message("misplaced bracket; write [ADDRESS]:PORT for IPv6"))
    if port and not (port.isascii() and port.isdigit()):
        raise ValueError(message("the port must be a number"))
    if int(port or 0) > 65535:
        raise ValueError(message("the port must be at most 65535"))
    return host, int(port or 0)


def join_host_port(host: str, port: int) -> str:
    """Return "host:port", with brackets around an IPv6 host."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def accepts(address: tuple[str, int], patience: float = 1.0) -> bool:
    """Return whether a program accepts a connection at an address within `patience` seconds."""
    try:
        socket.create_connection(address, timeout=patience).close()
    except OSError:
        return False
    return True
