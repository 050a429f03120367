"""Hosts and ports: one parser for every part of the project."""

import pytest

from epreuve.probes.http.address import (
    authority_of,
    host_of,
    host_port_of,
    is_local,
    join_host_port,
    split_host_port,
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("127.0.0.1:80", ("127.0.0.1", 80)),
        ("[::1]:8080", ("::1", 8080)),
        ("::1:8080", ("::1", 8080)),
        ("base.example:5432", ("base.example", 5432)),
    ],
)
def test_host_and_port(text: str, parts: tuple[str, int]) -> None:
    assert split_host_port(text) == parts
    assert split_host_port(join_host_port(*parts)) == parts


@pytest.mark.parametrize("text", ["", "host", ":80", "host:", "host:x", "host:0", "host:65536"])
def test_texts_without_host_or_port_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        split_host_port(text)


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("http://a.example", "a.example:80"),
        ("https://A.example/x", "a.example:443"),
        ("https://a.example:8443", "a.example:8443"),
        ("http://[::1]:8080/", "[::1]:8080"),
        ("http://a.example:x/", ""),
    ],
)
def test_the_authority_always_has_a_port(url: str, authority: str) -> None:
    assert authority_of(url) == authority


def test_parts_of_an_authority() -> None:
    assert host_of("a.example:80") == host_of("a.example") == "a.example"
    assert host_of("[::1]:80") == "::1"
    assert host_port_of("//127.0.0.1:5432") == ("127.0.0.1", 5432)
    assert host_port_of("ftp://a.example") == ("a.example", 0)


def test_only_loopback_names_are_local() -> None:
    assert all(map(is_local, ("localhost", "127.0.0.1", "127.8.0.1", "::1")))
    assert not any(map(is_local, ("", "192.0.2.1", "localhost.example", "a.example")))
