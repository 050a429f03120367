"""Local addresses of a service, and whether known processes listen there."""

import contextlib
import socket
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from epreuve.faults.addresses import split_host_port
from epreuve.faults.tcp_table import LISTEN, read_rows


def local_ports(addresses: Iterable[str]) -> set[int]:
    """Return the ports of the addresses ("host:port") that are on this machine."""
    return {port for host, port in map(split_host_port, addresses) if _can_bind(host)}


def _can_bind(host: str) -> bool:
    """Return whether a host is this machine: only its own addresses can be bound."""
    with contextlib.suppress(OSError):
        for family, _, _, _, address in socket.getaddrinfo(host, 0, type=socket.SOCK_DGRAM):
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.bind(address)
            return True
    return False


def listens(proc: Path, pids: Sequence[int], ports: set[int]) -> bool:
    """Return whether each port has a listening socket that one of the processes holds."""
    sockets = {inode for pid in pids for inode in _sockets(proc / str(pid) / "fd")}
    held = {row.port for row in read_rows({LISTEN}, proc) if row.inode in sockets}
    return ports <= held


def _sockets(folder: Path) -> Iterator[str]:
    with contextlib.suppress(OSError):  # ended, or of another user
        for path in folder.iterdir():
            with contextlib.suppress(OSError):
                target = str(path.readlink())
                if target.startswith("socket:["):
                    yield target[8:-1]
