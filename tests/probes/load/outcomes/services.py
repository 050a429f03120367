"""Services that cause one event each: responses, resets, silences."""

import socket
import struct
import threading
import time
from collections.abc import Callable

from epreuve.probes.journeys.journey import Journey

JOURNEY = Journey.model_validate(
    {"steps": [{"get": "/page", "expect": {"contains": "Vos démarches"}}]}
)
PAGE = "<h1>Vos d&eacute;marches</h1>"
Behaviour = Callable[[socket.socket, bytes], None]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def drip_handshake(connection: socket.socket) -> None:
    """A handshake record announced as long, one byte at a time: each wait is short."""
    connection.sendall(b"\x16\x03\x03\x40\x00")
    for _ in range(60):
        connection.sendall(b"\x02")
        time.sleep(0.05)


def reset_now(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def reset_after(sent: bytes) -> Behaviour:
    def behaviour(connection: socket.socket, request: bytes) -> None:
        connection.sendall(sent)
        time.sleep(0.2)  # the client reads these bytes first
        reset_now(connection)
        connection.close()

    return behaviour


def stall_after(sent: bytes) -> Behaviour:
    def behaviour(connection: socket.socket, request: bytes) -> None:
        connection.sendall(sent)
        threading.Event().wait(20)

    return behaviour


HALF = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"
CHUNK = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nhe"
UNTIL_CLOSED = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
CHUNKS = (
    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
    f"Content-Type: text/html\r\n\r\n{len(PAGE):x}\r\n{PAGE}\r\n0\r\n\r\n"
).encode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-"
UPGRADE = b"HTTP/1.1 101 Switch\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n"
SURPLUS = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n\r\n"
