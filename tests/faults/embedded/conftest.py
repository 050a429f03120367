"""What several tests of the embedded server ask of it."""

import time

import pytest

from tests.faults.conftest import started


def counted(control, made, **wanted):
    """The counters of a proxy, once they are as wanted."""
    deadline = time.monotonic() + 10
    while True:
        counters = control.call("GET", "/epreuve/counters").json["proxies"][made.name]
        found = {name: counters[name] for name in wanted}
        if found == wanted or time.monotonic() > deadline:
            return found


@pytest.fixture(scope="session", params=["uvloop", "asyncio"])
def on_each_loop(request, processes):
    """One server for all tests, on the loop that is installed with us and on Python's own."""
    with started(uvloop=request.param == "uvloop") as (_, control):
        yield control
