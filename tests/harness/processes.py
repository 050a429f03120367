"""The marker `process`, for tests that start child processes; `make test-fast` leaves them out.

A test receives it from its module, from a fixture that requests the fixture `processes`, or from
`pytest_itemcollected` in the conftest.py of its folder. A test that starts a process without the
marker fails.
"""

import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

MARKER = "process"
FIXTURES = {"processes", "toxiproxy"}  # the second is a fixture of the product's own plugin


class UnmarkedProcess(BaseException):
    """A test without the marker started a child process; no `except Exception` may hide it."""


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", f"{MARKER}: starts child processes")


@pytest.fixture(scope="session")
def processes() -> None:
    """Marks the tests of the fixtures that request it."""


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test by its fixtures."""
    if not FIXTURES.isdisjoint(getattr(item, "fixturenames", ())):
        item.add_marker(MARKER)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Fail a test that starts a child process and has no marker that says so."""
    if item.get_closest_marker(MARKER):
        return (yield)
    original = subprocess.Popen.__init__

    def refuse(self: "subprocess.Popen[Any]", args: Any, *rest: Any, **options: Any) -> None:
        raise UnmarkedProcess(f"{item.nodeid} starts {args!r}: mark it `{MARKER}`")

    subprocess.Popen.__init__ = refuse  # type: ignore[method-assign]
    try:
        return (yield)
    finally:
        subprocess.Popen.__init__ = original  # type: ignore[method-assign]
