"""Serves the live figures to Prometheus, on the loopback unless told otherwise."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app

from epreuve.audits.errors import Misuse
from epreuve.audits.execution.progress.metrics import LiveFigures

PATIENCE = 5  # seconds for a client to send its request: closing waits for those under way


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = False  # closing lets the last answer go out


class _Handler(WSGIRequestHandler):
    timeout = PATIENCE

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the run."""


@contextmanager
def serving(figures: LiveFigures, host: str, port: int) -> Iterator[str]:
    """Serve on `host`:`port` (0: any free one) and give the address; then wait for a last scrape.

    Raises Misuse when the port is taken or the host is not ours.
    """
    registry = CollectorRegistry()
    registry.register(figures)
    try:
        server = make_server(host, port, make_wsgi_app(registry), _Server, _Handler)
    except OSError as error:
        raise Misuse(
            f"--metrics-port: {host}:{port} cannot be listened to ({error.strerror}); choose "
            "another port, or another --metrics-host"
        ) from None
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}/metrics"
        figures.wait_last_scrape()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
