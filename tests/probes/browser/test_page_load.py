"""Page loads without scripts, through good and bad links."""

import gzip
import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest

from epreuve.probes.browser.page_load import load_page
from epreuve.probes.browser.page_record import PageObservation
from epreuve.probes.http.sender import Senders

SENDER = Senders("test").of(0)

AUTHORITY = "guichet.example:80"
HTML = """<!doctype html><html><head><title>Guichet</title>
<link rel=stylesheet href=/style.css><link rel=stylesheet href=/print.css media=print>
<script src=/app.js></script><script src=/later.js defer></script>
<link rel=icon href=data:,></head>
<body><h1>Vos démarches</h1><img src=/logo.png><img src=/below.png loading=lazy>
<img src="http://tuiles.example/carte.png"></body></html>"""
CSS = """@font-face { font-family: a; src: url("/a.woff2"), url(/a.woff) }
body { font-family: a; background: url('/fond.png') }"""
FILES = {
    "/": (HTML, "text/html", "no-cache"),
    "/style.css": (CSS, "text/css", "max-age=3600"),
    "/print.css": ("x" * 50, "text/css", "max-age=3600"),
    "/app.js": ("a" * 1000, "text/javascript", "no-cache"),
    "/later.js": ("b" * 500, "text/javascript", "no-store"),
    "/logo.png": ("c" * 2000, "image/png", "max-age=3600"),
    "/a.woff2": ("d" * 3000, "font/woff2", "max-age=3600"),
    "/fond.png": ("e" * 100, "image/png", "max-age=0"),
    "/carte.png": ("f" * 700, "image/png", "max-age=3600"),
}
Behaviour = Callable[[socket.socket, bytes], None]


def site(slow: str = "", pause: float = 0.0) -> Behaviour:
    """Serves FILES with validators; `slow` gets its response after `pause` seconds."""

    def behaviour(connection: socket.socket, request: bytes) -> None:
        path = request.split(b" ")[1].decode()
        if path == slow:
            threading.Event().wait(pause)
        if path not in FILES:
            connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            return
        text, kind, cache = FILES[path]
        headers = f"Content-Type: {kind}\r\nCache-Control: {cache}\r\n"
        if cache != "no-store":
            headers += f'ETag: "{len(text)}"\r\n'
        if b"If-None-Match" in request:
            connection.sendall(f"HTTP/1.1 304 Not Modified\r\n{headers}\r\n".encode())
            return
        body = text.encode()
        if path == "/":
            body, headers = gzip.compress(body), headers + "Content-Encoding: gzip\r\n"
        head = f"HTTP/1.1 200 OK\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)

    return behaviour


def resolve(service: Any, third: Any = None) -> dict[str, str]:
    return {AUTHORITY: service.address} | ({"tuiles.example": third.address} if third else {})


def test_a_page_and_its_resources(serve: Any) -> None:
    service, tiles = serve(site()), serve(site())

    view = load_page("/", AUTHORITY, 5, resolve(service, tiles), SENDER)

    assert (view.outcome, view.status, view.failed) == ("success", 200, ())
    ours = sum(len(text) for path, (text, _, _) in FILES.items() if path not in ("/", "/carte.png"))
    assert view.bytes == len(gzip.compress(HTML.encode())) + ours + 700
    assert view.third_party_bytes == 700
    assert view.requests == 9
    assert view.elements == 13
    assert view.hosts == (AUTHORITY, "tuiles.example")
    assert view.third_parties == ("tuiles.example",)
    assert view.useful is not None
    assert view.complete is not None
    assert 0 < view.useful <= view.complete < 5
    assert view.repeat_bytes == 500  # only what may not be stored; the rest is fresh or unchanged
    assert service.connections <= 12
    assert "Vos démarches" in view.text
    assert all(b"below.png" not in request for request in service.requests)


def test_the_view_as_evidence_is_json_without_the_text(serve: Any) -> None:
    view = load_page("/", AUTHORITY, 5, resolve(serve(site())), SENDER)
    record = view.record(PageObservation)
    assert "Vos" not in record.model_dump_json()
    assert (record.limit, record.bytes, record.hosts) == (5, view.bytes, view.hosts)


def test_an_undeclared_host_is_counted_and_never_contacted(serve: Any) -> None:
    view = load_page("/", AUTHORITY, 5, resolve(serve(site())), SENDER)
    assert view.third_parties == ("tuiles.example",)
    assert view.third_party_bytes == 0
    assert view.requests == 8
    assert view.failed == (
        "http://tuiles.example/carte.png: tuiles.example is not a host of this audit",
    )


@pytest.mark.parametrize(
    ("slow", "is_useful"),
    [("/app.js", False), ("/style.css", False), ("/logo.png", True), ("/later.js", True)],
)
def test_only_blocking_resources_delay_the_useful_time(
    slow: str, is_useful: bool, serve: Any
) -> None:
    view = load_page("/", AUTHORITY, 0.5, resolve(serve(site(slow, 3))), SENDER)
    assert (view.useful is not None) is is_useful
    assert view.complete is None
    assert view.repeat_bytes is None
    assert any(slow in failure for failure in view.failed)


def test_a_blocking_script_that_is_refused_at_once_does_not_hide_the_page(
    serve: Any, respond: Any
) -> None:
    page = '<script src="http://tuiles.example/x.js"></script><p>texte'
    html = f"<html><head>{page}</html>"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        closed = f"http://127.0.0.1:{listener.getsockname()[1]}"
    resolver = {AUTHORITY: serve(respond(html)).address, "tuiles.example": closed}
    view = load_page("/", AUTHORITY, 3, resolver, SENDER, repeat=False)
    assert view.useful is not None
    assert view.failed == ("http://tuiles.example/x.js: connection refused",)


def test_the_cause_of_a_failed_page_is_a_sentence(serve: Any, respond: Any, hang_up: Any) -> None:
    error = load_page("/", AUTHORITY, 2, resolve(serve(respond("", "500 Oups"))), SENDER)
    assert (error.outcome, error.detail, error.useful) == ("http error", "status 500", None)
    closed = load_page("/", AUTHORITY, 2, resolve(serve(hang_up(b""))), SENDER)
    assert (closed.outcome, closed.detail) == ("eof", "closed before the first byte")
    assert closed.elements == 0


def test_a_slow_page_respects_the_limit(serve: Any, drip: Any) -> None:
    view = load_page("/", AUTHORITY, 0.4, resolve(serve(drip(0.05))), SENDER)
    assert (view.outcome, view.useful, view.complete) == ("gave up", None, None)


def test_a_part_under_another_name_of_this_machine_is_the_services_own(
    serve: Any, respond: Any
) -> None:
    def behaviour(connection: socket.socket, request: bytes) -> None:
        is_page = request.startswith(b"GET / ")
        respond(f"<img src={written}/logo.png>" if is_page else "logo")(connection, request)

    service = serve(behaviour)
    written = service.address.replace("127.0.0.1", "localhost")
    own = service.address.removeprefix("http://")
    view = load_page("/", own, 5, {own: service.address}, SENDER)
    assert (view.hosts, view.third_parties, view.failed) == ((own,), (), ())
    assert any(request.startswith(b"GET /logo.png") for request in service.requests)


def test_a_page_whose_content_a_script_writes_is_noted(serve: Any, respond: Any) -> None:
    shell = "<title>Guichet</title><div id=app>Chargement…</div><script src=/app.js></script>"
    for body, scripted in ((shell, True), (f"{shell}<p>{'Bonjour ' * 20}</p>", False)):
        view = load_page("/", AUTHORITY, 2, resolve(serve(respond(body))), SENDER, repeat=False)
        assert view.scripted is scripted
        assert view.record(PageObservation).scripted is scripted
