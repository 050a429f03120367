"""A dependency or a status page: one short page for every request. Argument: the port."""

import http.server
import sys

STATUS = "<p>The service is available. By telephone 01 99 00 12 34.</p>"
EMPTY = "<p>Welcome.</p>"


class Handler(http.server.BaseHTTPRequestHandler):
    """One page."""

    body = STATUS

    def do_GET(self) -> None:
        """Serve the page."""
        body = f"<!doctype html><title>ok</title>{self.body}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write no log."""


if __name__ == "__main__":
    if "empty" in sys.argv:
        Handler.body = EMPTY
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
