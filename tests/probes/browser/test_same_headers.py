"""The headers of our Chromium are those of the real one, by name, order and value."""

from typing import Any

import pytest

from epreuve.probes.browser import chromium
from epreuve.probes.http.browser import Browser
from epreuve.probes.http.browser_headers import Use, header_lines
from epreuve.probes.http.sender import Sender

pytestmark = [pytest.mark.process, pytest.mark.needs_chromium]

PAGE = b'<link rel="stylesheet" href="/a.css"><script src="/b.js"></script><img src="/c.png">'
USES: dict[str, Use] = {"/": "document", "/a.css": "style", "/b.js": "script", "/c.png": "image"}


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
            referer="" if path == "/" else f"http://{authority}/",
        )  # fmt: skip
        assert plain(seen[path]) == plain(expected)


def plain(lines: list[str]) -> list[str]:
    """Return the lines without the formats that not each version of Chromium accepts."""
    return [line.replace(", zstd", "").replace("image/jxl,", "") for line in lines]
