"""What every test stands on, and may ask for."""

import os
import signal
import socket
from collections.abc import Callable

import pytest
from hypothesis import settings

pytest_plugins = ["tests.harness.needs", "tests.harness.processes", "tests.harness.skips"]

# A busy machine is no failure: how long an example takes is not what a property is about.
settings.register_profile("epreuve", deadline=None)
settings.load_profile("epreuve")


@pytest.fixture(autouse=True, scope="session")
def _own_engine() -> None:
    """No test uses the Toxiproxy server that somebody works with on this machine."""
    os.environ.pop("EPREUVE_TOXIPROXY", None)


@pytest.fixture(autouse=True, scope="session")
def _heard() -> None:
    """A shell starts what is put in the background deaf to Ctrl-C, and its children after it."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def free_port() -> Callable[[], int]:
    """Ask for a port of this machine that nobody uses, for a profile must name one."""

    def ask() -> int:
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            return int(found.getsockname()[1])

    return ask
