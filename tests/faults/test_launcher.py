"""The lease of an embedded server."""

import os
import signal
from contextlib import closing
from pathlib import Path

import pytest

from epreuve.faults.errors import FaultError, LeaseEnded, ToxiproxyUnreachable
from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.launcher import READY, launch_embedded

pytestmark = pytest.mark.process


@pytest.mark.parametrize(("lease", "grace"), [(3.0, READY), (3600.0, 3600.0)])
def test_the_first_lease_is_never_shorter(tmp_path: Path, lease: float, grace: float) -> None:
    """A benchmark without heartbeats sets a lease of an hour."""
    with closing(launch_embedded(tmp_path / "log", lease, lambda _: None)) as launched:
        arguments = Path(f"/proc/{launched.pid}/cmdline").read_text().split("\0")
    assert float(arguments[arguments.index("--grace") + 1]) == grace


def first_error(client: Toxiproxy) -> FaultError:
    """Ask the server until it no longer responds."""
    for _ in range(10_000):
        try:
            client.version()
        except FaultError as error:
            return error
    raise AssertionError("the server did not end")


def test_a_server_that_ended_after_its_lease_says_so(tmp_path: Path) -> None:
    with closing(launch_embedded(tmp_path / "log", 0.2, lambda _: None)) as launched:
        client = Toxiproxy(launched.url)
        client.explain_end(launched.lease_ended)
        client.heartbeat()  # From now on the lease itself counts, not the longer first one.
        error = first_error(client)
    assert type(error) is LeaseEnded
    assert "had no heartbeat of this process in time" in str(error)


def test_a_server_that_was_killed_is_not_called_late(tmp_path: Path) -> None:
    with closing(launch_embedded(tmp_path / "log", 60, lambda _: None)) as launched:
        client = Toxiproxy(launched.url)
        client.explain_end(launched.lease_ended)
        os.kill(launched.pid, signal.SIGKILL)
        assert type(first_error(client)) is ToxiproxyUnreachable
