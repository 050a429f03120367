"""The service of the first hour."""

import importlib.util
import sys
import threading
from collections.abc import Iterator

import pytest
from werkzeug.serving import make_server

from tests.audits.drafts.draft import SERVICE


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[str]]]:
    """Address of the service of the first hour, and the requests that it receives."""
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://127.0.0.1:9/none"
    )  # the pages of this test do not use it
    spec = importlib.util.spec_from_file_location("first_hour_service", SERVICE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    requests: list[str] = []
    module.app.before_request(
        lambda: requests.append(f"{module.request.method} {module.request.path}")
    )
    server = make_server("127.0.0.1", 0, module.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}", requests
    server.shutdown()
    thread.join()
