"""Hosts and ports of URLs."""

import pytest

from epreuve.probes.http.address import (
    aliases,
    authority_of,
    common_authority,
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


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("http://localhost:8080/a", True),
        ("http://LocalHost:8080", True),
        ("http://[::1]:8080", True),
        ("http://127.0.0.1:8080/?a=b", True),
        ("http://localhost:8081", False),
        ("http://localhost", False),
        ("http://127.0.0.2:8080", False),
        ("http://town.example:8080", False),
        ("http://localhost:x", False),
    ],
)
def test_the_names_of_this_machine_are_one_host(url: str, is_one: bool) -> None:
    for own in ("http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080"):
        assert (common_authority(url) == common_authority(own)) is is_one


def test_all_names_of_an_authority() -> None:
    assert aliases("[::1]:80") == ("[::1]:80", "127.0.0.1:80", "localhost:80")
    assert aliases("localhost") == ("localhost", "127.0.0.1", "[::1]")
    assert aliases("127.0.0.2:80") == ("127.0.0.2:80",)
