"""The upstream sees the address of a client on the loopback network."""

import socket
from contextlib import closing

import pytest

from epreuve.faults.loopback import bind_source


def name_client(connection):
    connection.sendall(connection.getpeername()[0].encode())


def seen(address, source):
    """Return the address of a client that the upstream sees."""
    with closing(socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)) as one:
        if source:
            bind_source(one, source)
        one.settimeout(10)
        one.connect(address)
        return one.recv(100).decode()


@pytest.mark.parametrize("source", ["127.3.4.5", "127.200.0.9", ""])
def test_an_upstream_on_this_machine_sees_the_client(on_each_loop, make_proxy, upstream, source):
    made = make_proxy(on_each_loop, upstream(name_client).address)
    assert seen(made.address, source) == (source or "127.0.0.1")


def test_a_listener_for_both_families_keeps_the_address(on_each_loop, make_proxy, upstream):
    made = make_proxy(on_each_loop, upstream(name_client).address, listen=":0")
    assert seen(("127.0.0.1", made.address[1]), "127.3.4.5") == "127.3.4.5"


def test_an_upstream_elsewhere_is_reached_from_any_address(on_each_loop, make_proxy):
    with socket.create_server(("::1", 0), family=socket.AF_INET6) as listener:
        made = make_proxy(on_each_loop, f"[::1]:{listener.getsockname()[1]}")
        with closing(socket.socket()) as one:
            bind_source(one, "127.3.4.5")
            one.connect(made.address)
            listener.settimeout(10)
            connection, client = listener.accept()
            connection.close()
    assert client[0] == "::1"


def test_a_refused_connection_is_counted(on_each_loop, make_proxy):
    made = make_proxy(on_each_loop, "127.0.0.1:1")
    with closing(socket.socket()) as one:
        bind_source(one, "127.3.4.5")
        one.settimeout(10)
        one.connect(made.address)
        assert one.recv(1) == b""
    counters = on_each_loop.call("GET", "/epreuve/counters").json["proxies"][made.name]
    assert counters["undialled"] == 1
