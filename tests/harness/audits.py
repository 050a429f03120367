"""Whole audits for tests, played side by side: each module names its own in `AUDITS`."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

# Audits mostly wait. `make test` lets them share two cores, where a busy bench is only a warning.
# The first two plays are pairs: six audits at once.
AT_ONCE = 4


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the tests that read a whole audit."""
    if "audits" in getattr(item, "fixturenames", ()):
        item.add_marker("audit")
        item.add_marker("process")


@pytest.fixture(scope="session")
def audits(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Future[object]]]:
    """Results of the whole audits in `AUDITS` of all modules, which take minutes and little CPU."""
    modules = dict.fromkeys(getattr(item, "module", None) for item in request.session.items)
    plays: dict[str, Callable[[Path], object]] = {}
    for module in modules:  # the first modules have the longest audits
        plays |= getattr(module, "AUDITS", {})
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield {
            name: pool.submit(play, tmp_path_factory.mktemp(name)) for name, play in plays.items()
        }
