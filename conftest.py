"""Fixtures and plugins of all tests."""

import os
import signal
import socket
from collections.abc import Callable

import pytest
from hypothesis import settings

pytest_plugins = [
    f"tests.harness.{name}" for name in ("audits", "needs", "processes", "skips")
]  # fmt: skip

# No deadline: on a busy machine an example may take long, and no property is about time.
settings.register_profile("epreuve", deadline=None)
settings.register_profile("few", deadline=None, max_examples=5)  # of a copy with additions
settings.load_profile("epreuve")


@pytest.fixture(autouse=True, scope="session")
def _no_other_engine() -> None:
    """Ignore the Toxiproxy server that the person at this machine works with."""
    os.environ.pop("EPREUVE_TOXIPROXY", None)


@pytest.fixture(autouse=True, scope="session")
def _default_interrupts() -> None:
    """Restore SIGINT: a shell starts background commands, and their children, with it ignored."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    """Return free ports of this machine, for profiles, which must name them."""

    def reserve() -> int:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return int(probe.getsockname()[1])

    return reserve
