"""Sentence for a service that does not respond: it may listen at another address."""

import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from epreuve.audits.execution.no_response import no_response, other_listener
from epreuve.audits.profile.model import Profile
from epreuve.reports.text import Text


@pytest.fixture(params=[(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def listening(request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    family, host = request.param
    with closing(socket.socket(family, socket.SOCK_STREAM)) as listener:
        listener.bind((host, 0))
        listener.listen()
        yield host, listener.getsockname()[1]


def test_a_program_that_listens_by_the_other_family_is_named(listening: tuple[str, int]) -> None:
    host, port = listening
    used, other = ("[::1]", "127.0.0.1") if host == "127.0.0.1" else ("127.0.0.1", "[::1]")
    assert other_listener(f"http://{used}:{port}") == f"{other}:{port}"
    assert other_listener(f"http://{other}:{port}") is None
    service = {"name": "s", "address": f"http://{used}:{port}", "normal_peak": "15/min"}
    journey = {"critical": True, "steps": [{"get": "/", "expect": {"contains": "a"}}]}
    profile = Profile.model_validate({"epreuve": 1, "service": service, "journeys": {"j": journey}})
    assert f"listens at {other}:{port}" in no_response(profile, 5.0, Text(fr="", en="")).en


def test_nothing_listens_or_the_service_is_elsewhere() -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        assert other_listener(f"http://127.0.0.1:{taken.getsockname()[1]}") is None
    assert other_listener("http://town.example:80") is None
