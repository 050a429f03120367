"""TCP sockets of this network namespace, from the tables of `/proc` [S: proc_net_tcp(5)]."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Set
from pathlib import Path
from typing import NamedTuple

LISTEN = "0A"  # TCP_LISTEN
PROC = Path("/proc")


class TcpRow(NamedTuple):
    """One row of a table; `port` is its own, `peer` the address as the kernel writes it."""

    state: str
    port: int
    peer: str
    inode: str


def read_rows(states: Set[str], proc: Path = PROC) -> Iterator[TcpRow]:
    """Yield the sockets in one of the states; none where the kernel gives no table."""
    for table in ("tcp", "tcp6"):
        with contextlib.suppress(OSError):
            for line in (proc / "net" / table).read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] in states:  # after a load, thousands of sockets wait in TIME_WAIT
                    port = int(fields[1].rpartition(":")[2], 16)
                    yield TcpRow(fields[3], port, fields[2], fields[9])
