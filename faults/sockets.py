"""What the kernel knows of the connections to a port: the engine's own word is not needed for it.

Read by sock_diag(7), without root. Layouts [S: linux/inet_diag.h, linux/tcp.h]; bytes sent again by
TCP are told since Linux 4.19.
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass

_SOCK_DIAG, _BY_FAMILY, _DUMP = 4, 20, 0x301  # NETLINK_SOCK_DIAG; SOCK_DIAG_BY_FAMILY; REQUEST|DUMP
_ERROR, _DONE = 2, 3
_INFO = 2  # INET_DIAG_INFO
_LISTEN = 10
_ENDED = (8, 9, 11)  # the other side said that it ends, which the kernel counts as a byte
_OPEN = (1, 4, 5, *_ENDED)  # and those that close: their bytes are still counted
_STATES = sum(1 << state for state in (*_OPEN, _LISTEN))
_HEADER = struct.Struct("=IHHII")
_MESSAGE = struct.Struct("=4BHH16s16sIQ5I")  # inet_diag_msg, its cookie as one number
_RECEIVED, _SENT = 128, 200  # of bytes_received; of bytes_sent, then bytes_retrans: in tcp_info
_WAIT = 1.0  # seconds for the kernel to answer


@dataclass(frozen=True)
class Flow:
    """One connection, seen from the side that listens: bytes that came in, and that were sent."""

    came: int
    went: int


@dataclass(frozen=True)
class Port:
    """A port at one moment: whether somebody listens, its connections by their kernel's number."""

    listening: bool
    flows: dict[int, Flow]


def look(port: int) -> Port | None:
    """Look at a local TCP port, IPv4 and IPv6; None where this kernel does not tell."""
    listening, flows = False, {}
    try:
        for family in (socket.AF_INET, socket.AF_INET6):
            for state, number, flow in _dump(family, port):
                listening = listening or state == _LISTEN
                if flow is not None and state in _OPEN:
                    flows[number] = flow
    except (OSError, struct.error):
        return None
    return Port(listening, flows)


def _dump(family: int, port: int) -> Iterator[tuple[int, int, Flow | None]]:
    """Yield state, number and flow of each socket of that local port."""
    asked = struct.pack("=4BI", family, socket.IPPROTO_TCP, 1 << (_INFO - 1), 0, _STATES)
    asked += struct.pack("!HH", port, 0) + bytes(44)
    header = _HEADER.pack(_HEADER.size + len(asked), _BY_FAMILY, _DUMP, 0, 0)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, _SOCK_DIAG) as kernel:
        kernel.settimeout(_WAIT)
        kernel.send(header + asked)
        while True:
            data = kernel.recv(1 << 16)
            for kind, body in _messages(data):
                if kind == _DONE:
                    return
                if kind == _ERROR:
                    raise OSError("the kernel does not tell of its sockets")
                yield _socket(body)


def _messages(data: bytes) -> Iterator[tuple[int, bytes]]:
    while len(data) >= _HEADER.size:
        length, kind, *_ = _HEADER.unpack_from(data)
        yield kind, data[_HEADER.size : length]
        data = data[(length + 3) & ~3 :]


def _socket(body: bytes) -> tuple[int, int, Flow | None]:
    fields = _MESSAGE.unpack_from(body)
    state, number, rest = fields[1], fields[9], body[_MESSAGE.size :]
    while len(rest) >= 4:
        length, kind = struct.unpack_from("=HH", rest)
        if kind == _INFO and length >= 4 + _SENT + 16:
            (came,) = struct.unpack_from("=Q", rest, 4 + _RECEIVED)
            sent, again = struct.unpack_from("=QQ", rest, 4 + _SENT)
            return state, number, Flow(came - (state in _ENDED), sent - again)
        rest = rest[max((length + 3) & ~3, 4) :]
    return state, number, None
