"""Live counters of the traffic of a proxy."""

from __future__ import annotations

from dataclasses import dataclass, field

from epreuve.faults.toxic import STREAMS


@dataclass(slots=True)
class Flow:
    """Bytes of one direction: `received` from the source, `sent` to the destination.

    `sign_ins` counts the requests with which a service signs a user in (see `sign_in`).
    """

    received: int = 0
    sent: int = 0
    sign_ins: int = 0


@dataclass(slots=True)
class Traffic:
    """Connections since the start, and the bytes of each direction.

    Of the connections: `undialled`, the upstream could not be reached; `forgotten`, closed for a
    new connection after their client had left. `turned_away` were reset at the limit of open files.
    """

    opened: int = 0
    undialled: int = 0
    forgotten: int = 0
    turned_away: int = 0
    flows: dict[str, Flow] = field(default_factory=lambda: {name: Flow() for name in STREAMS})
