"""The headers of our Chromium are those of the real one, by name, order and value."""

from typing import Any

import pytest

from epreuve.probes.browser import chromium
from epreuve.probes.http.browser import Browser
from epreuve.probes.http.browser_headers import Use, header_lines
from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.referrer import Initiator
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.sender import Sender

pytestmark = [pytest.mark.process, pytest.mark.needs_chromium]

PAGE = (
    b'<link rel="stylesheet" href="/a.css"><script src="/b.js"></script><img src="/c.png">'
    b'<script type="module" src="/d.js"></script><p>text'
    b"<style>@font-face{font-family:q;src:url(/e.woff2)} body{font-family:q}</style>"
)
USES: dict[str, Use] = {
    "/": "document", "/a.css": "style", "/b.js": "script", "/c.png": "image", "/d.js": "module",
    "/e.woff2": "font",
}  # fmt: skip


def site(connection: Any, request: bytes) -> None:
    body = PAGE if request.startswith(b"GET / ") else b""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
    connection.sendall(head.encode() + body)


@pytest.mark.parametrize("name", ["127.0.0.1", "town.example"])
def test_our_requests_are_those_of_chromium(serve: Any, name: str) -> None:
    service = serve(site)
    port = service.address.rpartition(":")[2]
    authority = f"{name}:{port}"
    some = Sender(Browser("chromium", "", "Linux", "Google Chrome", 1))
    chromium.load_page("/", authority, 15, {authority: service.address}, some, repeat=False)
    seen = {}
    for request in service.requests:
        first, *lines = request.decode().partition("\r\n\r\n")[0].split("\r\n")
        seen[first.split()[1]] = lines
    agent = next(one for one in seen["/"] if one.startswith("User-Agent")).partition(": ")[2]
    version = int(agent.partition("Chrome/")[2].partition(".")[0])
    ours = Sender(Browser("chromium", agent, "Linux", "Google Chrome", version))
    assert "Headless" not in "".join(map("".join, seen.values()))
    for path, use in USES.items():
        expected = header_lines(
            ours, authority, {}, use=use, method="GET", secure=False,
            page=Initiator("" if path == "/" else f"http://{authority}/"),
        )  # fmt: skip
        assert plain(seen[path]) == plain(expected)


FORM = (
    b'<form method="post" action="/send"><input name="a" value="1"></form><script>'
    b'fetch("/api", {method: "POST", body: "{}", headers: {"Content-Type": "application/json"}})'
    b".then(() => document.forms[0].submit())</script>"
)


def form_site(connection: Any, request: bytes) -> None:
    status, extra, body = "200 OK", "", b"<p>done</p>"
    if request.startswith(b"POST /send"):
        status, extra, body = "302 Found", "Location: /done\r\n", b""
    elif request.startswith(b"GET / "):
        body = FORM
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\n{extra}"
    connection.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)


def test_forms_and_scripts_send_what_chromium_sends(serve: Any) -> None:
    service = serve(form_site)
    authority = f"127.0.0.1:{service.port}"
    some = Sender(Browser("chromium", "", "Linux", "Google Chrome", 1))
    chromium.load_page("/", authority, 15, {authority: service.address}, some, repeat=False)
    theirs = requests_of(service)
    version = int(theirs["POST /send"]["User-Agent"].partition("Chrome/")[2].partition(".")[0])
    agent = theirs["POST /send"]["User-Agent"]
    ours = Sender(Browser("chromium", agent, "Linux", "Google Chrome", version))
    service.requests.clear()
    client = HttpClient(service.address, authority, ours)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    for request in (
        HttpRequest("GET", "/", {}, b""),
        HttpRequest("POST", "/api", {"Content-Type": "application/json"}, b"{}", "empty"),
        HttpRequest("POST", "/send", kind, b"a=1"),
    ):
        client.fetch(request, 5)
    client.close()
    for name, headers in requests_of(service).items():
        headers.pop("Sec-Fetch-User", None)  # a script, not a person, sent this form
        theirs[name].pop("Sec-Fetch-User", None)
        assert plain([": ".join(one) for one in headers.items()]) == plain(
            [": ".join(one) for one in theirs[name].items()]
        ), name


def requests_of(service: Any) -> dict[str, dict[str, str]]:
    """Return the headers of each request, by method and path."""
    seen = {}
    for request in service.requests:
        first, *lines = request.decode().partition("\r\n\r\n")[0].split("\r\n")
        seen[first.rpartition(" ")[0]] = dict(line.split(": ", 1) for line in lines)
    return seen


def plain(lines: list[str]) -> list[str]:
    """Return the lines without the formats that not each version of Chromium accepts."""
    return [line.replace(", zstd", "").replace("image/jxl,", "") for line in lines]
