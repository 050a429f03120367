"""Clients of a listening port, from the tables of the kernel."""

import socket

from epreuve.faults.sockets.connections import clients_of


def test_open_and_ended_connections_are_found() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_server(("127.0.0.1", 0)) as unused,
    ):
        port, other = server.getsockname()[1], unused.getsockname()[1]
        assert clients_of([port]) == {port: set()}
        kept = socket.create_connection(("127.0.0.1", port))
        short = socket.create_connection(("127.0.0.1", port))
        accepted = [server.accept()[0], server.accept()[0]]
        clients = {kept.getsockname()[1], short.getsockname()[1]}
        short.close()
        accepted[1].close()
        assert clients_of([port, other]) == {port: clients, other: set()}
        kept.close()
        accepted[0].close()
