"""Hosts and ports: of "host:port" texts, of URLs, and of this machine."""

import ipaddress
from urllib.parse import urlsplit

from epreuve.probes.message import message

DEFAULT_PORTS = {"http": 80, "https": 443}


def split_host_port(text: str) -> tuple[str, int]:
    """Split "host:port" or "[host]:port": an empty host is any address, an empty port is 0.

    Raises ValueError with the problem. Same rule as in `faults/addresses.py`.
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
    """Write "host:port", with brackets around an IPv6 address."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def host_port_of(url: str) -> tuple[str, int]:
    """Return the host and port of a URL, or its scheme's port, or 0. Raises ValueError."""
    parts = urlsplit(url)
    port = parts.port
    return parts.hostname or "", DEFAULT_PORTS.get(parts.scheme, 0) if port is None else port


def authority_of(url: str) -> str:
    """Return "host:port" of a URL, always with a port; "" when the port is not a number."""
    try:
        return join_host_port(*host_port_of(url))
    except ValueError:
        return ""


def host_of(authority: str) -> str:
    """Return the host of a "host" or "host:port" text, without brackets."""
    return urlsplit(f"//{authority}").hostname or authority


def is_local(host: str) -> bool:
    """Return whether a host names this machine by itself; other names are not resolved."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
