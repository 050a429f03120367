"""Where a host is: each name is asked for once, and pin_address for the life of the process."""

import socket
from functools import lru_cache
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


@lru_cache(maxsize=1024)
def resolve(host: str, port: int) -> tuple[int, tuple[str, int]]:
    """Family and address; what was authorised is what was resolved first. Raises OSError.

    IPv4 first: `localhost` leads to both, where most services listen on 127.0.0.1 alone.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, _, _, _, place = min(found, key=lambda each: each[0] != socket.AF_INET)
    return family, (str(place[0]), int(place[1]))


def pin_address(authority: str) -> str:
    """A "host:port" whose host is the address that was resolved first. Raises OSError."""
    parts = urlsplit(f"//{authority}")
    _, (address, port) = resolve(parts.hostname or "", parts.port or 0)
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def host_of(authority: str) -> str:
    """The host of a "host:port", as TLS wants it."""
    return urlsplit(f"//{authority}").hostname or authority


def host_and_port_of(url: str) -> tuple[str, int]:
    """Host and port of an address, the port of its scheme when it names none."""
    parts = urlsplit(url)
    return parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)


def authority_of(url: str) -> str:
    """The "host:port" of an address, always with its port; "" when the port is no figure."""
    try:
        host, port = host_and_port_of(url)
    except ValueError:
        return ""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
