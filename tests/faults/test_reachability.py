"""Whether a program listens at an address, and whether one can."""

import socket

import pytest

from epreuve.faults.sockets.reachability import accepts, is_free


def test_whether_a_program_accepts_connections() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()[:2]
        assert accepts(address)
    assert not accepts(address)


@pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")]
)
def test_an_address_without_a_program_is_free(family: socket.AddressFamily, host: str) -> None:
    with socket.create_server((host, 0), family=family) as server:
        address = server.getsockname()[:2]
        assert not is_free(address)
    assert is_free(address)


def test_a_name_is_free_at_its_addresses() -> None:
    with socket.create_server(("localhost", 0)) as server:
        port = server.getsockname()[1]
        assert not is_free(("localhost", port))
    assert is_free(("localhost", port))


@pytest.mark.parametrize("host", ["192.0.2.7", "2001:db8::7", "unknown.invalid"])
def test_an_address_of_another_machine_is_not_free(host: str) -> None:
    assert not is_free((host, 20000))
