"""The marker `process`: a test that starts child processes carries it, so that others stay fast."""

import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

MARKER = "process"


class UnmarkedProcess(BaseException):
    """A test without the marker started a child process; no `except Exception` may hide it."""


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker."""
    config.addinivalue_line("markers", f"{MARKER}: starts child processes")


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
