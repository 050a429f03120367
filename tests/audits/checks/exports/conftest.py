"""A running service with data export."""

import threading
from collections.abc import Iterator

import pytest

from tests.audits.checks.exports.office import Office


@pytest.fixture
def office() -> Iterator[Office]:
    with Office() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()
