"""Hosts that a family of processes connects to, from the socket tables of `/proc`."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from epreuve.faults.addresses import join_host_port
from epreuve.faults.sockets.watch_thread import WatchThread
from epreuve.faults.tcp_table import LISTEN, read_rows

EVERY = 0.02  # seconds between two readings: a call to another machine takes longer
READINGS = 100  # of a socket, until it counts as that of another family
# States of proc_net_tcp(5) [S]: established, SYN sent, closing; without TIME_WAIT, which has no
# owner any more.
_CALLING = frozenset({"01", "02", "04", "05", "08", "09", "0B"})
_OPEN = _CALLING | {LISTEN}


class Socket(NamedTuple):
    """One TCP socket of this machine; `peer` is `host:port`."""

    inode: str
    state: str
    port: int
    """Its own port."""
    peer: str
    peer_port: int
    is_local: bool
    """Whether the peer is on this machine's loopback."""


def read_sockets() -> Iterator[Socket]:
    """Yield the TCP sockets of this network namespace that listen or call."""
    for row in read_rows(_OPEN):
        host, port = _address(row.peer)
        peer = join_host_port(str(host), port)
        yield Socket(row.inode, row.state, row.port, peer, port, host.is_loopback)


def _address(text: str) -> tuple[ipaddress.IPv4Address | ipaddress.IPv6Address, int]:
    """Return the address of a table: words of four bytes in the order of the machine."""
    words, _, port = text.partition(":")
    packed = b"".join(
        struct.pack("=I", int(words[at : at + 8], 16)) for at in range(0, len(words), 8)
    )
    host = ipaddress.ip_address(packed)
    if isinstance(host, ipaddress.IPv6Address) and host.ipv4_mapped is not None:
        host = host.ipv4_mapped
    return host, int(port, 16)


class PeerWatch(WatchThread):
    """Reads the tables in its own thread; `members` returns the processes of the family.

    The hosts are a lower bound: a connection that opened and closed between two readings is missed.
    """

    def __init__(self, members: Callable[[], Iterable[int]], every: float = EVERY) -> None:
        self._members, self._every = members, every
        self._peers: set[str] = set()
        self._readings: Counter[str] = Counter()  # by inode of a socket
        self._reading = threading.Lock()
        super().__init__("peers")

    def peers(self) -> frozenset[str]:
        """Read once more; return the hosts so far, as `host:port`, without the family's own.

        A connection that is open now is among them, however late the thread was.
        """
        with self._reading:
            self._readings.clear()
            self._add_peers(list(read_sockets()))
            return frozenset(self._peers)

    def _watch(self) -> None:
        while not self._closed.wait(self._every):
            self._read()

    def _read(self) -> None:
        with self._reading:
            self._add_peers(list(read_sockets()))

    def _add_peers(self, sockets: list[Socket]) -> None:
        calling = [
            one for one in sockets if one.state in _CALLING and self._readings[one.inode] < READINGS
        ]
        if not calling:
            return
        owned = {inode for pid in self._members() for inode in _inodes(pid)}
        if not owned:
            return  # the family has not started
        listening = [one for one in sockets if one.state == LISTEN]
        ports = {one.port for one in listening}
        own_ports = {one.port for one in listening if one.inode in owned}
        for one in calling:
            is_owned = one.inode in owned
            # A process that was just started is not yet known as one of the family.
            self._readings[one.inode] += READINGS if is_owned else 1
            is_accepted = one.port in ports
            is_inner = one.is_local and one.peer_port in own_ports
            if is_owned and not is_accepted and not is_inner:
                self._peers.add(one.peer)


def _inodes(pid: int) -> Iterator[str]:
    with contextlib.suppress(OSError):
        for descriptor in os.scandir(f"/proc/{pid}/fd"):
            with contextlib.suppress(OSError):
                kind, _, rest = os.readlink(descriptor.path).partition(":[")
                if kind == "socket":
                    yield rest.rstrip("]")
