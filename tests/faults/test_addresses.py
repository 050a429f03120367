"""Hosts, and addresses as "host:port" texts."""

import pytest

from epreuve.faults.addresses import is_local, join_host_port, split_host_port

PARTS = [
    ("127.0.0.1:80", ("127.0.0.1", 80)),
    ("[::1]:8080", ("::1", 8080)),
    ("base.example:5432", ("base.example", 5432)),
    ("h:0", ("h", 0)),
    ("h:65535", ("h", 65535)),
]
SHORT = [(":80", ("", 80)), ("h:", ("h", 0)), (":", ("", 0)), ("[::]:", ("::", 0))]
REFUSED = [
    ("", "no port"),
    ("h", "no port"),
    ("[::1]", "no port"),
    ("::1", "too many colons"),
    ("::1:18111", "too many colons"),
    ("a:b:18111", "too many colons"),
    ("[::1:80", "too many colons"),
    ("[h:80", "misplaced bracket"),
    ("h]:80", "misplaced bracket"),
    ("[[::1]]:80", "misplaced bracket"),
    ("h:x", "must be a number"),
    ("h:+80", "must be a number"),
    ("h: 80", "must be a number"),
    ("h:\u0663\u0663", "must be a number"),  # 33 in Arabic digits
    ("h:\u00b2", "must be a number"),
    ("h:65536", "at most 65535"),
]


@pytest.mark.parametrize(("text", "parts"), [*PARTS, *SHORT])
def test_host_and_port(text: str, parts: tuple[str, int]) -> None:
    assert split_host_port(text) == parts


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_a_host_and_a_port_are_written_as_they_are_read(text: str, parts: tuple[str, int]) -> None:
    assert join_host_port(*parts) == text


@pytest.mark.parametrize(("text", "problem"), REFUSED)
def test_other_texts_are_refused(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        split_host_port(text)


def test_only_loopback_names_are_local() -> None:
    assert all(map(is_local, ("localhost", "LOCALHOST", "127.0.0.1", "127.8.0.1", "::1")))
    others = ("", "192.0.2.1", "127.0.0.256", "localhost.example", "a.example", "[::1]")
    assert not any(map(is_local, others))
