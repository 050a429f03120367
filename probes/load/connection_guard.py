"""Connection guard: the load process connects to the endpoints of its plan only.

The last protection, below journeys, redirects, pages and custom users: an audit hook of Python,
which no Python code can remove.
"""

import sys
from typing import Any

from epreuve.probes.http.address import host_port_of
from epreuve.probes.http.resolver import resolve
from epreuve.probes.load.plan import LoadPlan


def guard_connections(plan: LoadPlan) -> None:
    """Refuse, from now on, connections to any other address (PermissionError)."""
    endpoints = [endpoint for endpoint in plan.cohorts.values() if endpoint.linked]
    urls = [url for endpoint in endpoints for url in endpoint.addresses]
    allowed = {address for url in urls if (address := _resolved(url)) is not None}

    def check(event: str, details: tuple[Any, ...]) -> None:
        if event == "socket.connect" and isinstance(details[1], tuple):
            host, port = details[1][:2]
            if (host, port) not in allowed:
                raise PermissionError(f"{host}:{port} is not an endpoint of this plan")

    sys.addaudithook(check)


def _resolved(url: str) -> tuple[str, int] | None:
    try:
        return resolve(*host_port_of(url))[1]
    except OSError:
        return None  # a name without address: no connection is possible
