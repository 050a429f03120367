"""Hosts, and addresses as "host:port" texts."""

import ipaddress

from epreuve.faults.message import message


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
    return f"{bracketed(host)}:{port}"


def bracketed(host: str) -> str:
    """Return a host as it stands in a URL: with brackets around IPv6."""
    return f"[{host}]" if ":" in host else host


def is_local(host: str) -> bool:
    """Return whether a host names this machine by itself; other names are not resolved."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
