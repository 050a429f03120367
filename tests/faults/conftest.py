"""Upstreams, servers and connections for the tests of faults."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.faults.connection import Attempt, attempt_connection, receive
from tests.faults.control import Control, started
from tests.faults.proxied import proxied
from tests.faults.upstreams import Upstream, echo
from tests.harness import programs

SLACK = 0.6  # seconds that a busy machine may add to any delay


@pytest.fixture
def upstream() -> Iterator[Callable[[Callable[[socket.socket], None]], Upstream]]:
    """Creates upstreams, each with its function for a connection."""
    with ExitStack() as stack:

        def make(talk: Callable[[socket.socket], None]) -> Upstream:
            made = Upstream(talk)
            stack.callback(made.close)
            return made

        yield make


@pytest.fixture
def echoes(upstream) -> Upstream:
    return upstream(echo)


@pytest.fixture
def start_embedded(processes):
    """Starts an embedded server with the given options."""
    with ExitStack() as stack:
        yield lambda *arguments: stack.enter_context(started(*arguments))


@pytest.fixture(scope="session")
def embedded(processes) -> Iterator[Control]:
    """One embedded server for all tests, which create their own proxies."""
    with started() as (_, control):
        yield control


@pytest.fixture
def real_toxiproxy(tmp_path) -> Path:
    """A folder for PATH with `toxiproxy-server` in it."""
    folder = tmp_path / "path"
    folder.mkdir()
    (folder / "toxiproxy-server").symlink_to(programs.toxiproxy())
    return folder


@pytest.fixture
def make_proxy():
    """Creates proxies on any server, and deletes them afterwards."""
    with ExitStack() as stack:
        yield lambda control, upstream, **fields: stack.enter_context(
            proxied(control, upstream, **fields)
        )


@pytest.fixture
def read() -> Callable[[socket.socket, int], bytes]:
    return receive


@pytest.fixture
def timed() -> Callable[..., Any]:
    """Checks that a block takes between `least` and `most` seconds."""

    @contextmanager
    def block(least: float, most: float) -> Iterator[None]:
        start = time.monotonic()
        yield
        took = time.monotonic() - start
        assert least <= took <= most + SLACK, f"took {took:.3f} s, wanted {least} to {most}"

    return block


@pytest.fixture
def attempt() -> Callable[..., Attempt]:
    return attempt_connection
