"""Page loads in Chromium."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from epreuve.probes.browser.chromium import load_page
from epreuve.probes.browser.devtools import host_rules
from epreuve.probes.browser.page_load import load_page as read_page
from epreuve.probes.http.sender import Senders

SENDER = Senders("test").of(0)

pytestmark = pytest.mark.process

AUTHORITY = "guichet.example:8080"
HTML = """<!doctype html><html><head><title>Guichet</title><link rel=stylesheet href=/a.css>
<link rel=icon href=data:,></head><body><h1>Vos démarches</h1>
<img src="http://tuiles.example/carte.svg"><img src="http://inconnu.example/x.png">
<script>for (let i = 0; i < 10; i++) document.body.append(document.createElement("p"));
fetch("/donnees.json").then(found => found.json())</script></body></html>"""
SVG = f'<svg xmlns="http://www.w3.org/2000/svg"><!-- {"carte " * 100}--></svg>'
UNREADABLE = (
    "opacity:0", "position:absolute;clip:rect(0 0 0 0)", "clip-path:inset(50%)", "font-size:0",
    "width:0;height:0;overflow:hidden", "color:#fff;background:#fff", "color:transparent",
    "text-indent:-9999px", "position:absolute;left:-9999px",
)  # fmt: skip
READABLE = ("opacity:.5", "overflow:hidden;height:40px", "color:#fff;background:#000", "margin:1em")
STYLED = "<!doctype html><link rel=icon href=data:,><p>Accueil</p>" + "".join(
    f"<p style='{style}'>{word}{number}</p>"
    for word, styles in (("secret", UNREADABLE), ("texte", READABLE))
    for number, style in enumerate(styles)
)
FILES = {
    "/": (HTML, "text/html; charset=utf-8", "no-store"),
    "/styles": (STYLED + "<a href='tel:1'></a>", "text/html", "no-store"),
    "/app": (
        "<title>App</title><link rel=icon href=data:,><div id=a></div>"
        "<script>document.getElementById('a').textContent = 'Bienvenue '.repeat(20)</script>",
        "text/html",
        "no-store",
    ),
    "/a.css": ("h1{color:red}" * 100, "text/css", "max-age=3600"),
    "/donnees.json": ("[1]", "application/json", "no-store"),
    "/carte.svg": (SVG, "image/svg+xml", "max-age=3600"),
}

PAGES = ("/styles", "/app")  # of other tests


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path == "/muet":
            threading.Event().wait(5)
        text, kind, cache = FILES.get(self.path, ("perdu", "text/html", "no-store"))
        body = text.encode()
        self.send_response(200 if self.path in FILES else 404)
        for name, value in (("Content-Type", kind), ("Cache-Control", cache)):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Log nothing."""


@pytest.fixture
def resolve() -> Iterator[dict[str, str]]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        yield {AUTHORITY: url, "tuiles.example": url}
        server.shutdown()


def test_only_the_hosts_of_the_audit_exist() -> None:
    assert host_rules({"a:80": "http://127.0.0.1:1"}) == "MAP a:80 127.0.0.1:1, MAP * ~NOTFOUND"
    assert "MAP localhost:80 127.0.0.1:1," in host_rules({"127.0.0.1:80": "http://127.0.0.1:1"})


@pytest.mark.needs_chromium
def test_requests_of_scripts_are_counted(resolve: dict[str, str]) -> None:
    view = load_page("/", AUTHORITY, 15.0, resolve, SENDER)
    assert (view.outcome, view.status) == ("success", 200)
    size = sum(len(text.encode()) for path, (text, _, _) in FILES.items() if path not in PAGES)
    assert view.bytes == size
    assert view.third_party_bytes == len(SVG)
    assert view.requests == len(FILES) - len(PAGES)
    assert view.third_parties == ("inconnu.example", "tuiles.example")
    assert [failure.partition(": ")[2] for failure in view.failed] == ["net::ERR_NAME_NOT_RESOLVED"]
    assert view.useful is not None
    assert view.complete is not None
    assert 0 < view.useful < 15
    assert view.repeat_bytes == size - len(FILES["/a.css"][0]) - len(SVG)
    assert view.reader.startswith("Chromium 1")
    assert view.text == HTML
    parsed = read_page("/", AUTHORITY, 5.0, resolve, SENDER, repeat=False)
    assert view.elements == parsed.elements + 10
    assert parsed.reader == "HTML parser"


@pytest.mark.needs_chromium
def test_a_text_that_nobody_can_read(resolve: dict[str, str]) -> None:
    view = load_page("/styles", AUTHORITY, 15.0, resolve, SENDER, repeat=False)
    assert view.rendered is not None
    assert view.visible.split() == ["Accueil", "texte0", "texte1", "texte2", "texte3"]


@pytest.mark.needs_chromium
def test_a_missing_page(resolve: dict[str, str]) -> None:
    view = load_page("/ailleurs", AUTHORITY, 10.0, resolve, SENDER)
    assert (view.outcome, view.status, view.useful) == ("http error", 404, None)


@pytest.mark.needs_chromium
def test_a_page_without_response_ends_at_the_limit(resolve: dict[str, str]) -> None:
    view = load_page("/muet", AUTHORITY, 1.0, resolve, SENDER)
    assert (view.outcome, view.useful, view.complete) == ("gave up", None, None)


@pytest.mark.needs_chromium
def test_a_page_whose_content_a_script_writes(resolve: dict[str, str]) -> None:
    view = load_page("/app", AUTHORITY, 15.0, resolve, SENDER, repeat=False)
    assert "Bienvenue Bienvenue" in view.visible
    assert (view.scripted, view.lacks_content) == (True, False)
    parsed = read_page("/app", AUTHORITY, 5.0, resolve, SENDER, repeat=False)
    assert (parsed.scripted, parsed.lacks_content) == (True, True)
