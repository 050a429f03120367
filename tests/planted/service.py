"""A small service of a town with defects that can be planted: HTTP, SQLite, standard library only.

Environment: PORT, DATA (folder), PLANTED (names of defects, separated by commas), LINKS
("ID=127.0.0.1:1,API=127.0.0.1:2": dependencies). With the argument `export`, prints all requests.
"""

import contextlib
import html
import http.server
import json
import os
import queue
import re
import socket
import sys
import threading
import time
import urllib.parse
import uuid
from typing import Any

from store import DATA, PATIENT, QUICK, Town, connect, has  # beside this script

CONTACT = (
    "By telephone 020 7946 0123, or at the counter: 12 Station Street, London SW1A 1AA, open "
    "Monday to Friday from 9:00 to 17:00"
)
LONGEST = 200  # characters of a subject that are kept
STYLE = "<style>@media print { nav { display: none } }</style>"
FORM = (
    '<form action="/request" method="post"><input type="hidden" name="token" value="{token}">'
    '<label>Name <input name="name"></label><label>Subject <input name="subject"></label>'
    "<button>Send</button></form>"
)


class Handler(http.server.BaseHTTPRequestHandler):
    """Pages of the service."""

    protocol_version = "HTTP/1.1"
    town: Town

    def do_GET(self) -> None:
        """Serve a page."""
        url = urllib.parse.urlsplit(self.path)
        if url.path == "/ready":
            return self.page("ready", wait=False)
        if has("hangs-without-database") and not self.town.call("DB", PATIENT):
            return self.page("no database", 503)
        if url.path == "/":
            return self.home()
        if url.path == "/request":
            return self.form()
        if match := re.fullmatch(r"/request/(\w+)", url.path):
            return self.stored(match[1])
        if match := re.fullmatch(r"/request/(\w+)\.json", url.path):
            return self.export(match[1])
        if url.path == "/by":
            name = urllib.parse.parse_qs(url.query).get("name", [""])[0]
            rows = self.town.rows("SELECT number FROM request WHERE name = ?", name)
            return self.page("".join(f"<li>request {number}</li>" for (number,) in rows))
        if url.path == "/heavy":
            return self.send(200, "image/png", os.urandom(600_000))
        if url.path == "/formats":
            return self.page("<p>JSON: number, name, subject</p>")
        return self.page("<p>This page does not exist.</p>", 404)

    def home(self) -> None:
        """Serve the entry page."""
        extra = "".join(f'<img src="/heavy?{n}" alt="">' for n in range(4)) if has("heavy") else ""
        if has("foreign-fonts"):
            extra += '<link rel="stylesheet" href="http://127.0.0.1:20799/fonts.css">'
        self.page(
            "<h1>Town of Example</h1><p>Requests are answered within two days.</p>"
            f'<nav><a href="/request">New request</a></nav>{extra}'
        )

    def form(self) -> None:
        """Serve the form; with a script only where that defect is planted."""
        token = uuid.uuid4().hex
        self.town.sessions[token] = time.monotonic()
        form = FORM.format(token=token)
        if has("needs-script"):
            form = f"<main id=app></main><script>app.innerHTML = {json.dumps(form)}</script>"
        self.page("<h1>New request</h1>" + form)

    def stored(self, number: str) -> None:
        """Serve a stored request."""
        rows = self.town.rows(
            "SELECT name, subject, processed FROM request WHERE number = ?", number
        )
        if not rows:
            return self.page("<p>This request does not exist.</p>", 404)
        name, subject, processed = rows[0]
        state = "processed" if processed else "waiting"
        return self.page(f"<p>{html.escape(name)}: {html.escape(subject)}</p><p>State: {state}</p>")

    def export(self, number: str) -> None:
        """Serve one request as JSON."""
        rows = self.town.rows("SELECT name, subject FROM request WHERE number = ?", number)
        names = ("name",) if has("export-incomplete") else ("name", "subject")
        fields = dict(zip(names, rows[0], strict=False), number=number) if rows else {}
        self.send(200 if rows else 404, "application/json", json.dumps(fields).encode())

    def do_POST(self) -> None:
        """Accept a request."""
        length = int(self.headers["Content-Length"])
        sent = urllib.parse.parse_qs(self.rfile.read(length).decode())
        fields = {name: values[0] for name, values in sent.items()}
        token = fields.get("token", "")
        if has("throttle") and self.throttled():
            return self.page("<p>Too many requests.</p>")
        if has("session-lost") and time.monotonic() - self.town.sessions.pop(token, 0.0) > 5.0:
            return self.page("<p>Your session has expired.</p>", 403)
        for name in ("ID", "OTP", "PAY"):
            is_needed = has(f"needs-{name.lower()}")
            if not self.town.call(name, PATIENT if is_needed else QUICK) and is_needed:
                return self.page("<p>Try again later.</p>", 503)
        number = self.town.store(token, fields.get("name", ""), fields.get("subject", "")[:LONGEST])
        return self.page(
            f"<h1>Request received</h1><p>number {number}, on {time.strftime('%d/%m/%Y')}</p>"
            f"<p>{html.escape(fields.get('subject', '')[:LONGEST])}</p>"
        )

    def throttled(self) -> bool:
        """Return whether more than 60 requests came in the last 30 seconds."""
        since = time.time() - 30
        return len(self.town.rows("SELECT 1 FROM request WHERE at > ?", since)) > 60

    def page(self, body: str, status: int = 200, *, wait: bool = True) -> None:
        """Send a page with the contact of the town."""
        if wait and has("slow"):
            time.sleep(1.5)
        contact = f"<footer><p>{CONTACT}</p></footer>"
        if has("no-human-channel"):
            contact = ""
        if has("hidden-human-channel"):
            contact = f'<footer style="display: none"><p>{CONTACT}</p></footer>'
        text = (
            f'<!doctype html><html lang="en"><head><title>Example</title>{STYLE}</head>'
            f"<body><main>{body}</main>{contact}</body></html>"
        )

        self.send(status, "text/html; charset=utf-8", text.encode())

    def send(self, status: int, kind: str, body: bytes) -> None:
        """Send a response."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        if status == 503:
            self.send_header("Retry-After", "10")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write no log."""


class Server(http.server.ThreadingHTTPServer):
    """A thread for each connection."""

    request_queue_size = 256
    daemon_threads = True


class FewWorkers(http.server.HTTPServer):
    """Two synchronous workers: each reads a request to its last byte, then takes the next user."""

    request_queue_size = 512

    def __init__(self, address: tuple[str, int], handler: type[Handler]) -> None:
        super().__init__(address, handler)
        self.waiting: queue.SimpleQueue[tuple[socket.socket, object]] = queue.SimpleQueue()
        for _ in range(2):
            threading.Thread(target=self._work, daemon=True).start()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Let a worker take the connection."""
        self.waiting.put((request, client_address))

    def _work(self) -> None:
        while True:
            request, address = self.waiting.get()
            with contextlib.suppress(OSError):
                self.finish_request(request, address)
            self.shutdown_request(request)


def main() -> None:
    """Start the service, or print its requests."""
    DATA.mkdir(parents=True, exist_ok=True)
    if sys.argv[1:] == ["export"]:
        limit = 1 if has("export-incomplete") else -1
        rows = connect().execute("SELECT number, name, subject FROM request LIMIT ?", (limit,))
        names = ("number", "name", "subject")
        print(json.dumps([dict(zip(names, row, strict=True)) for row in rows]))
        return
    flag = DATA / "started"
    if has("never-boots-again") and flag.exists() and flag.read_text() == "crisis":
        sys.exit(1)
    flag.write_text("calm" if not flag.exists() else "crisis")
    time.sleep(8.0 if has("slow-boot") else 0.0)
    Handler.town = Town()
    while has("cold-start") and not Handler.town.call("ID", 5.0):
        time.sleep(1.0)
    address = "127.0.0.1", int(os.environ["PORT"])
    if has("few-workers"):
        Handler.protocol_version = "HTTP/1.0"  # one response for each connection
        FewWorkers(address, Handler).serve_forever()
    Server(address, Handler).serve_forever()


if __name__ == "__main__":
    main()
