"""Whether a program listens at an address."""

import socket

from epreuve.faults.sockets.reachability import accepts


def test_whether_a_program_accepts_connections() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()[:2]
        assert accepts(address)
    assert not accepts(address)
