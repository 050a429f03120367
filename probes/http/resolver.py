"""Name resolution: each name is resolved once and keeps its address for the whole process."""

import socket
from functools import lru_cache

from epreuve.faults.addresses import join_host_port
from epreuve.probes.http.address import host_port_of


@lru_cache(maxsize=1024)
def resolve(host: str, port: int) -> tuple[int, tuple[str, int]]:
    """Return the family and the socket address of a host. Raises OSError.

    Cached, because the authorisation covers the address that was resolved first. IPv4 is
    preferred: `localhost` has both families, and most services listen on 127.0.0.1 only.
    """
    results = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    family, _, _, _, address = min(results, key=lambda result: result[0] != socket.AF_INET)
    return family, (str(address[0]), int(address[1]))


def pin_address(authority: str) -> str:
    """Replace the host of a "host:port" by its resolved address. Raises OSError."""
    _, address = resolve(*host_port_of(f"//{authority}"))
    return join_host_port(*address)
