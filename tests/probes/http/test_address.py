"""Hosts and ports of URLs."""

import pytest

from epreuve.probes.http.address import (
    authority_of,
    host_of,
    host_port_of,
    origin_of,
)


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


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("http://[::1]:8080/a?b=c", "http://[::1]:8080"),
        ("https://town.example/", "https://town.example"),
        ("http://127.0.0.1:80", "http://127.0.0.1:80"),
    ],
)
def test_the_origin_of_a_url(url: str, origin: str) -> None:
    assert origin_of(url) == origin
