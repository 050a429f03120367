"""The kernel's table of TCP sockets, independent of the reports of the proxy server.

Read by sock_diag(7), without root. Layouts [S: linux/inet_diag.h, linux/tcp.h]; retransmitted bytes
are counted since Linux 4.19.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from epreuve.faults.loopback import is_user

_SOCK_DIAG, _BY_FAMILY, _DUMP = 4, 20, 0x301  # NETLINK_SOCK_DIAG; SOCK_DIAG_BY_FAMILY; REQUEST|DUMP
_ERROR, _DONE = 2, 3
_INFO = 2  # INET_DIAG_INFO
_LISTEN = 10
_ENDED = (8, 9, 11)  # the other side has closed, which the kernel counts as a byte
_OPEN = (1, 4, 5, *_ENDED)  # also closing sockets: their bytes are still counted
_STATES = sum(1 << state for state in (*_OPEN, _LISTEN))
_HEADER = struct.Struct("=IHHII")
# Bytes of inet_diag_msg, then attributes; its state at 1, its own address at 8, its cookie at 44.
_BODY = 72
_RECEIVED, _SENT = 128, 200  # in tcp_info: bytes_received; bytes_sent, then bytes_retrans
_NUMBER, _TWO, _ATTRIBUTE = struct.Struct("=Q"), struct.Struct("=QQ"), struct.Struct("=HH")
_WAIT = 1.0  # seconds for the kernel to respond
FAMILIES: tuple[int, ...] = (socket.AF_INET, socket.AF_INET6)


class SocketBytes(NamedTuple):
    """Bytes of one connection, from the side that listens."""

    received: int
    sent: int


@dataclass(frozen=True)
class Port:
    """A port at one moment: `families` of its listeners, connections by the kernel's number."""

    families: tuple[int, ...]
    flows: dict[int, SocketBytes]

    @property
    def listening(self) -> bool:
        """Whether a process listens on the port."""
        return bool(self.families)


def read_port(port: int, families: tuple[int, ...] = FAMILIES) -> Port | None:
    """Read a local TCP port; None where the kernel gives no table."""
    listening: list[int] = []
    sources: set[bytes] = set()
    flows: dict[int, tuple[bytes, SocketBytes]] = {}
    try:
        for family in families:
            for state, number, source, flow in _dump(family, port):
                if state == _LISTEN:
                    listening.append(family)
                    sources.add(source)
                elif flow is not None:
                    flows[number] = (source, flow)
    except (OSError, struct.error):
        return None
    # A connection that starts at the address of a user may have the number of the port by chance.
    own = {
        number: flow
        for number, (source, flow) in flows.items()
        if source in sources or not is_user(source)
    }
    return Port(tuple(dict.fromkeys(listening)), own)


def _dump(family: int, port: int) -> Iterator[tuple[int, int, bytes, SocketBytes | None]]:
    """Yield state, number, own address and flow of each socket of a local port."""
    request = struct.pack("=4BI", family, socket.IPPROTO_TCP, 1 << (_INFO - 1), 0, _STATES)
    request += struct.pack("!HH", port, 0) + bytes(44)
    header = _HEADER.pack(_HEADER.size + len(request), _BY_FAMILY, _DUMP, 0, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, _SOCK_DIAG) as kernel:
        kernel.settimeout(_WAIT)
        kernel.send(header + request)
        while True:
            data, at = kernel.recv(1 << 16), 0
            while at + _HEADER.size <= len(data):
                length, kind, *_ = _HEADER.unpack_from(data, at)
                if kind == _DONE:
                    return
                if kind == _ERROR or length < _HEADER.size:
                    raise OSError("the kernel gives no table of its sockets")
                yield _socket(data, at + _HEADER.size, at + length)
                at += (length + 3) & ~3


def _socket(data: bytes, at: int, end: int) -> tuple[int, int, bytes, SocketBytes | None]:
    """Read one socket in place: there may be thousands."""
    state, number = data[at + 1], _NUMBER.unpack_from(data, at + 44)[0]
    source = data[at + 8 : at + 12] if data[at] == socket.AF_INET else b""
    at += _BODY
    while at + 4 <= end:
        length, kind = _ATTRIBUTE.unpack_from(data, at)
        if kind == _INFO and length >= 4 + _SENT + 16:
            (received,) = _NUMBER.unpack_from(data, at + 4 + _RECEIVED)
            sent, again = _TWO.unpack_from(data, at + 4 + _SENT)
            return state, number, source, SocketBytes(received - (state in _ENDED), sent - again)
        at += max((length + 3) & ~3, 4)
    return state, number, source, None
