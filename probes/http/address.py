"""Hosts and ports of URLs."""

import ipaddress
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from epreuve.faults.addresses import bracketed, join_host_port

DEFAULT_PORTS = {"http": 80, "https": 443}
LOOPBACK = ("127.0.0.1", "localhost", "::1")  # names under which services call themselves
SECOND_LEVELS = frozenset({"co", "com", "org", "net", "gov", "gouv", "ac", "edu", "asso"})


def host_port_of(url: str) -> tuple[str, int]:
    """Return the host and port of a URL, or its scheme's port, or 0. Raises ValueError."""
    parts = urlsplit(url)
    port = parts.port
    return parts.hostname or "", DEFAULT_PORTS.get(parts.scheme, 0) if port is None else port


def origin_of(url: str) -> str:
    """Return "scheme://host" of a URL, with its port where the URL names one. Raises ValueError."""
    parts = urlsplit(url)
    host, port = host_port_of(url)
    return f"{parts.scheme}://{bracketed(host)}" + (f":{port}" if parts.port else "")


def written_origin(url: str) -> str:
    """Return "scheme://host" of a URL, letter by letter as it stands there."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def target_of(parts: SplitResult) -> str:
    """Return the path and query of a URL, as a request has them."""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def shown_authority(authority: str, scheme: str) -> str:
    """Return an authority as browsers send it: without the port of the scheme."""
    host, _, port = authority.rpartition(":")
    return host if host and port == str(DEFAULT_PORTS.get(scheme)) else authority


def authority_of(url: str) -> str:
    """Return "host:port" of a URL, always with a port; "" when the port is not a number."""
    try:
        return join_host_port(*host_port_of(url))
    except ValueError:
        return ""


def common_name(host: str) -> str:
    """Return a host, under one name where it is this machine."""
    return LOOPBACK[0] if host in LOOPBACK else host


def common_authority(url: str) -> str:
    """Return "host:port" of a URL, to compare services; "" when the port is not a number.

    A service on this machine that writes `localhost` in its addresses means itself.
    """
    try:
        host, port = host_port_of(url)
    except ValueError:
        return ""
    return join_host_port(common_name(host), port)


def aliases(authority: str) -> tuple[str, ...]:
    """Return all names of a "host" or "host:port" text, its own first."""
    host, port = host_port_of(f"//{authority}")
    if host not in LOOPBACK:
        return (authority,)
    suffix = f":{port}" if port else ""
    return tuple(dict.fromkeys([authority, *(bracketed(name) + suffix for name in LOOPBACK)]))


def host_of(authority: str) -> str:
    """Return the host of a "host" or "host:port" text, without brackets."""
    return urlsplit(f"//{authority}").hostname or authority


@lru_cache(maxsize=256)
def registered_domain(host: str) -> str:
    """Return the registered domain of a host; "" for an address, or for a name without one.

    The domain has two labels, three under a second level of a country (SECOND_LEVELS) [A].
    """
    try:
        ipaddress.ip_address(host)
    except ValueError:
        labels = host.lower().rstrip(".").split(".")
    else:
        return ""
    if len(labels) < 2:
        return ""
    country = len(labels[-1]) == 2 and labels[-2] in SECOND_LEVELS
    return ".".join(labels[-3:] if country else labels[-2:])
