"""Hosts and ports: of "host:port" texts, of URLs, and of this machine."""

import ipaddress
from urllib.parse import urlsplit

DEFAULT_PORTS = {"http": 80, "https": 443}


def split_host_port(text: str) -> tuple[str, int]:
    """Split "host:port", IPv6 with or without brackets. Raises ValueError without either part."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{text!r} is not host:port")
    return host.strip("[]"), int(port)


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
