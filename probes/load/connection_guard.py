"""Nothing of the load process goes anywhere but to the doors of its plan.

The last guard, under journeys, redirects, pages and a user's own code: an audit hook of Python,
which nothing can take away.
"""

import sys
from typing import Any

from epreuve.probes.http.address import host_port_of
from epreuve.probes.http.resolver import resolve
from epreuve.probes.load.plan import LoadPlan


def guard_connections(plan: LoadPlan) -> None:
    """From now on, no connection is made to any other address."""
    addresses = [each for door in plan.cohorts.values() if door.linked for each in door.addresses]
    allowed = {place for url in addresses if (place := _known(url)) is not None}

    def watch(event: str, details: tuple[Any, ...]) -> None:
        if event == "socket.connect" and isinstance(details[1], tuple):
            place = details[1][:2]
            if place not in allowed:
                raise PermissionError(f"{place[0]}:{place[1]} is not a door of this plan")

    sys.addaudithook(watch)


def _known(url: str) -> tuple[str, int] | None:
    try:
        return resolve(*host_port_of(url))[1]
    except OSError:
        return None  # nobody can go there either
