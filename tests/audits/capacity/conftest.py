"""Profile of a service with a known capacity."""

from collections.abc import Callable
from pathlib import Path

import pytest

# Three requests at a time, 20 ms each; after so many requests, it responds with 503 at once.
SERVICE = """
import itertools, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
room, asked = threading.Semaphore(3), itertools.count()

class Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        broken = next(asked) > int(sys.argv[2])
        if not broken:
            with room:
                time.sleep(0.02)
        self.wfile.write(b"HTTP/1.1 %s\\r\\nContent-Length: 2\\r\\n\\r\\nok" % (
            b"503 Busy" if broken else b"200 OK"))

    def log_message(self, *words):
        pass

ThreadingHTTPServer.request_queue_size = 64
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Pages).serve_forever()
"""
PROFILE = """\
epreuve: 1
service: {{name: Petit guichet, address: "http://127.0.0.1:{port}", normal_peak: 4 journeys/s}}
journeys:
  lire: {{critical: true, share: 2, steps: [{{get: /, expect: {{status: 200}}}}]}}
  relire: {{steps: [{{get: /deux}}]}}
dependencies:
  base:
    set: DB
    listen: 127.0.0.1:{listen}
    upstream: 127.0.0.1:{upstream}
    start: ["{{python}}", {service}, "{upstream}", "0"]
power: {{level: process, start: ["{{python}}", {service}, "{port}", "{lives}"], boot_within: 8 s}}
"""


@pytest.fixture
def profile(tmp_path: Path, free_port: Callable[[], int]) -> Callable[..., Path]:
    def write(lives: int = 1_000_000) -> Path:
        service, path = tmp_path / "service.py", tmp_path / "profile.yaml"
        service.write_text(SERVICE)
        ports = {name: free_port() for name in ("port", "listen", "upstream")}
        path.write_text(PROFILE.format(service=service, lives=lives, **ports))
        return path

    return write
