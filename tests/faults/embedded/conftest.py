"""Helpers for the tests of the embedded server."""

import time

import pytest

from tests.faults.control import started


def counted(control, made, **wanted):
    """Return the counters of a proxy, once they have the expected values."""
    deadline = time.monotonic() + 10
    while True:
        counters = control.call("GET", "/epreuve/counters").json["proxies"][made.name]
        values = {name: counters[name] for name in wanted}
        if values == wanted or time.monotonic() > deadline:
            return values


@pytest.fixture(scope="session", params=["uvloop", "asyncio"])
def on_each_loop(request, processes):
    """One server for all tests, on uvloop if installed and on asyncio's loop."""
    with started(uvloop=request.param == "uvloop") as (_, control):
        yield control
