"""A small service: a page, a form, a receipt. `service.py PORT` answers on 127.0.0.1."""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<html><body><h1>Petit guichet</h1><p>Accueil : 1 place de la Mairie, 03 20 00 00 00.</p>
<form method="post" action="/demande"><input name="nom"></form>%s</body></html>"""


class Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(
            "" if self.path == "/" else "<p>Rien ici.</p>", 200 if self.path == "/" else 404
        )

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer("<p>Accusé n° A1</p>")

    def answer(self, text, status=200):
        body = (PAGE % text).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Pages).serve_forever()
