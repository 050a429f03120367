"""Services of the tests about cheating suppliers."""

import threading
from collections.abc import Iterator

import pytest

from tests.cheating.watchful_town import WatchfulTown


@pytest.fixture
def town() -> Iterator[WatchfulTown]:
    """A service that keeps each request whole."""
    made = WatchfulTown()
    thread = threading.Thread(target=made.serve_forever, args=(0.01,))
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()
