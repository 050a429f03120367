"""A buffering reverse proxy, as nginx: it reads each response whole, then sends it to the user.

Environment: PORT; the service that it starts listens on PORT + 40.
"""

import http.client
import http.server
import os
import subprocess
import sys
from pathlib import Path

PORT = int(os.environ["PORT"])
INNER = PORT + 40
HOP = {"connection", "keep-alive", "transfer-encoding"}


class Proxy(http.server.BaseHTTPRequestHandler):
    """Forwards requests; the service is free before the user has the first byte."""

    protocol_version = "HTTP/1.1"

    def forward(self) -> None:
        """Forward one request."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        inner = http.client.HTTPConnection("127.0.0.1", INNER, timeout=60)
        headers = {name: text for name, text in self.headers.items() if name.lower() not in HOP}
        try:
            inner.request(self.command, self.path, body, headers)
            response = inner.getresponse()
            status, fields, content = response.status, response.getheaders(), response.read()
        except OSError:
            status, fields, content = 502, [], b"no response"
        finally:
            inner.close()
        self.send_response_only(status)
        for name, text in fields:
            if name.lower() not in HOP | {"content-length"}:
                self.send_header(name, text)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        """Forward a page."""
        self.forward()

    do_POST = do_GET  # noqa: N815 - a name of the standard library

    def log_message(self, *_: object) -> None:
        """Write no log."""


class Server(http.server.ThreadingHTTPServer):
    """A thread for each connection: it waits for slow links at no cost for the service."""

    request_queue_size = 512
    daemon_threads = True


if __name__ == "__main__":
    service = [sys.executable, str(Path(__file__).with_name("service.py"))]
    subprocess.Popen(service, env={**os.environ, "PORT": str(INNER)})
    Server(("127.0.0.1", PORT), Proxy).serve_forever()
