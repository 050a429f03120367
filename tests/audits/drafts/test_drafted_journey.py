"""A drafted journey files something on a service that refuses what a person would not send."""

import secrets
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs

import pytest

from epreuve.audits.drafts.service_start import SENDER
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.session import run_session
from tests.audits.drafts.draft import draft

SEARCH = '<form action="/search"><input type="hidden" name="token" value="of-the-search"></form>'
FORM = """<h1>New request</h1><form action="/request?kind=new" method="post">{token}
<input name="author"><textarea name="subject"></textarea><select name="place"><option value="">–
<option value="street">Street</select><div style="display: none"><input name="website"></div>
<button name="do" value="preview">Preview</button><button name="do" value="send">Send</button>"""
SENT = {"place": ["street"], "do": ["send"], "website": [""]}


@pytest.fixture(params=[False, True], ids=["plain", "with a token"])
def service(request: pytest.FixtureRequest) -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """Address of a service, and what it stored."""
    stored: list[dict[str, list[str]]] = []
    tokens: set[str] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            token = secrets.token_hex()
            tokens.add(token)
            field = f'<input type="hidden" name="token" value="{token}">' if request.param else ""
            home = f'<h1>Town</h1>{SEARCH}<a href="/request">New request</a>'
            self._send(home if self.path == "/" else SEARCH + FORM.format(token=field))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = parse_qs(body, keep_blank_values=True)
            token = fields.pop("token", [""])[0]
            is_right = self.path == "/request?kind=new" and (token in tokens) == request.param
            if is_right and all(fields.get(name) == value for name, value in SENT.items()):
                stored.append(fields)
            self._send("<h1>Town</h1>")

        def _send(self, page: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page.encode())))
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}", stored
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_drafted_journey_files_something(
    service: tuple[str, list[dict[str, list[str]]]], tmp_path: Path
) -> None:
    url, stored = service
    profile, _ = draft(tmp_path, url)
    assert stored == []
    (journey,) = profile.critical().values()
    citizen = Citizen(seed=1, number=1)
    authority = profile.service.authority
    result = run_session(journey.steps, {}, citizen, url, authority, 10, SENDER)
    assert result.outcome == "success"
    (fields,) = stored
    assert fields["author"] == [citizen.name]
    assert fields["subject"] == [citizen.message]
