"""Requests of a page by the HTML parser, as Chromium makes them."""

from collections.abc import Callable
from typing import Any

import pytest

from epreuve.probes.browser import chromium, page_load
from epreuve.probes.http.sender import Senders

SENDER = Senders("test").of(0)

AUTHORITY = "guichet.example:80"
PAGE = """<!doctype html><html><head><title>Guichet</title>
<link rel=stylesheet href=/a.css>
<link rel=stylesheet href=/print.css media=print>
<link rel=stylesheet href=/narrow.css media="(max-width: 600px)">
<link rel=stylesheet href=/wide.css media="(min-width: 600px)">
<link rel="alternate stylesheet" href=/alternate.css title=other>
<link rel=preload href=/preloaded.png as=image><link rel=dns-prefetch href=http://dns.example/>
<link rel=icon href=data:,>
<style>@import url(/imported.css); @import "/paper.css" print;
@namespace svg url(http://www.w3.org/2000/svg);
/* p { background: url(/comment.png) } */
p { background: url('/over.png') } li { background: url('/p.png') }
ul::before { content: url(/p2.png) } .absent { background: url(/absent.png) }
h1 { background: url(/small.png) } h1 { background: url(/large.png) }
@media print { p { background: url(/ink.png) } }
@media (min-width: 600px) { h1 { border-image: url(/border.png) } }
p:hover { background: url(/hover.png) }
@font-face { font-family: used; src: url(/used.woff2) }
@font-face { font-family: unused; src: url(/unused.woff2) }
@font-face { font-family: used; src: url(/greek.woff2); unicode-range: U+370-3FF }
h1 { font-family: used, serif }
em { background: url("data:image/svg+xml,<svg xmlns='x' fill='url(/in.png)'/>") }</style>
<script type="application/ld+json" src=/data.json></script>
<script nomodule src=/old.js></script><script type=module src=/new.mjs></script>
</head><body><h1>Vos démarches</h1><p style="background-image: url(/inline.png)">
Un<em>deux</em></p><ul><li>
<img src=/one.png srcset="/one.png 1x, /two.png 2x">
<img src=/default.png srcset="/w300.png 300w, /w900.png 900w, /w1800.png 1800w" sizes="600px">
<picture><source srcset=/narrow.png media="(max-width: 600px)"><source srcset=/picture.webp
type=image/webp><img src=/picture.png></picture>
<div style="height: 30000px"></div><img src=/lazy.png loading=lazy>
<noscript><img src=/noscript.png></noscript><template><img src=/template.png></template>
<!-- <img src=/commented.png> --><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
<img src=/one.png><img src="/absolute.png"><img src="http://guichet.example/own.png">
</body></html>"""


def site(page: str) -> Callable[[Any, bytes], None]:
    def behaviour(connection: Any, request: bytes) -> None:
        path = request.split(b" ")[1].decode()
        kind = "text/css" if path.endswith("css") else "text/javascript" if "js" in path else "x/y"
        body, kind = (page.encode(), "text/html") if path == "/" else (b"", kind)
        head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)

    return behaviour


def requested(serve: Any, load_page: Any, page: str = PAGE) -> set[str]:
    """Paths that a reader requests for a page."""
    service = serve(site(page))
    load_page("/", AUTHORITY, 15, {AUTHORITY: service.address}, SENDER, repeat=False)
    return {request.split(b" ")[1].decode() for request in service.requests} - {"/favicon.ico"}


EXPECTED = {
    "/", "/a.css", "/alternate.css", "/print.css", "/narrow.css", "/wide.css", "/imported.css",
    "/paper.css", "/preloaded.png", "/p.png", "/p2.png", "/large.png", "/border.png", "/new.mjs",
    "/used.woff2", "/inline.png", "/one.png", "/w900.png", "/picture.webp", "/absolute.png",
    "/own.png",
}  # fmt: skip


def test_the_parser_requests_what_a_browser_loads(serve: Any) -> None:
    assert requested(serve, page_load.load_page) == EXPECTED


@pytest.mark.process
@pytest.mark.needs_chromium
def test_chromium_requests_the_same(serve: Any) -> None:
    assert requested(serve, chromium.load_page) == EXPECTED
