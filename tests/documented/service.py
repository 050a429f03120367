"""A small service with a page, a form and a receipt: `service.py PORT` serves on 127.0.0.1."""

import secrets
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<html><body><h1>Petit guichet</h1><p>Accueil : 1 place de la Mairie, 03 20 00 00 00.</p>
<form method="post" action="/demande"><input name="nom"></form>%s</body></html>"""


class Pages(BaseHTTPRequestHandler):
    """The pages of the service."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        """Send the home page, or 404."""
        if self.path == "/":
            self.respond("")
        else:
            self.respond("<p>Rien ici.</p>", 404)

    def do_POST(self):
        """Send a receipt for any form."""
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.respond(f"<p>Accusé n° {secrets.token_hex(5)}</p>")

    def respond(self, text, status=200):
        """Send a page."""
        body = (PAGE % text).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Print nothing."""


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Pages).serve_forever()
