"""A running service for probes."""

import threading
from collections.abc import Iterator

import pytest

from tests.audits.checks.probes.town import Town


@pytest.fixture
def town() -> Iterator[Town]:
    with Town() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()
