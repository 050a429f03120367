"""Addresses of proxies and servers: parsing, and whether a program listens there."""

import socket

import pytest

from epreuve.faults.addresses import accepts, join_host_port, split_host_port


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("127.0.0.1:80", ("127.0.0.1", 80)),
        ("[::1]:8080", ("::1", 8080)),
        ("base.example:5432", ("base.example", 5432)),
    ],
)
def test_host_and_port(text: str, parts: tuple[str, int]) -> None:
    assert split_host_port(text) == parts
    assert join_host_port(*parts) == text


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("host", "no port"),
        ("[::1]", "no port"),
        ("::1:80", "too many colons"),
        ("host:http", "must be a number"),
        ("host:+80", "must be a number"),
        ("host:65536", "at most 65535"),
    ],
)
def test_texts_that_are_no_address(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        split_host_port(text)


def test_an_empty_port_is_any_port() -> None:
    assert split_host_port("127.0.0.1:") == ("127.0.0.1", 0)


def test_whether_a_program_accepts_connections() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = server.getsockname()[:2]
        assert accepts(address)
    assert not accepts(address)
