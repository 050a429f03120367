"""HTTP server of the live metrics for Prometheus, on the loopback by default."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app

from epreuve.audits.errors import Misuse
from epreuve.audits.execution.progress.metrics import LiveMetrics
from epreuve.audits.execution.translation import translate

PATIENCE = 5  # seconds for a client to send its request: closing waits for requests in progress


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = False  # closing waits for the last response


class _Handler(WSGIRequestHandler):
    timeout = PATIENCE

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the terminal shows the run."""


@contextmanager
def serve_metrics(metrics: LiveMetrics, host: str, port: int) -> Iterator[str]:
    """Serve on `host`:`port` (0: any free port) and yield the address; then wait for a last scrape.

    Raises Misuse when the server cannot listen there.
    """
    registry = CollectorRegistry()
    registry.register(metrics)
    try:
        server = make_server(host, port, make_wsgi_app(registry), _Server, _Handler)
    except OSError as error:
        raise Misuse(
            translate(
                "--metrics-port: cannot listen on {address} ({error}); choose another port, or "
                "another --metrics-host",
                address=f"{host}:{port}", error=str(error.strerror),
            )
        ) from None  # fmt: skip
    thread = threading.Thread(target=server.serve_forever, name="metrics", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}/metrics"
        metrics.wait_last_scrape()
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
