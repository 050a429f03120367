"""Connections of listening ports, those that ended a moment ago included."""

from __future__ import annotations

from collections.abc import Collection

from epreuve.faults.tcp_table import read_rows

# States of proc_net_tcp(5) [S]: all but listening ones and those that are still opening.
_BEGUN = frozenset({"01", "04", "05", "06", "07", "08", "09", "0B"})


def clients_of(ports: Collection[int]) -> dict[int, set[int]]:
    """Return the ports of the clients of each listening port of this machine.

    The side that closes first waits for a minute (TIME_WAIT): a short connection of local
    programs is still there, unless it was reset.
    """
    clients: dict[int, set[int]] = {port: set() for port in ports}
    for row in read_rows(_BEGUN):
        peer = int(row.peer.rpartition(":")[2], 16)
        for listening, client in ((row.port, peer), (peer, row.port)):
            if listening in clients:
                clients[listening].add(client)
    return clients
