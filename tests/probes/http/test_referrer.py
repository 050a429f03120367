"""The page before, as browsers name it: by policy, host and scheme, in each kind of request."""

from typing import Any

import pytest

from epreuve.probes.http.browser_headers import header_lines
from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.referrer import Initiator, initiator_of
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.http.sender import Senders

SENDER = Senders("test").of(0)
PAGE = "https://a.town.example/form?x=1"
SAME, OTHER = "https://a.town.example", "https://cdn.example"
DOWN = "http://a.town.example"


@pytest.mark.parametrize(
    ("policy", "same", "other", "down"),
    [
        ("", PAGE, f"{SAME}/", ""),
        ("strict-origin-when-cross-origin", PAGE, f"{SAME}/", ""),
        ("origin-when-cross-origin", PAGE, f"{SAME}/", f"{SAME}/"),
        ("no-referrer-when-downgrade", PAGE, PAGE, ""),
        ("same-origin", PAGE, "", ""),
        ("origin", f"{SAME}/", f"{SAME}/", f"{SAME}/"),
        ("strict-origin", f"{SAME}/", f"{SAME}/", ""),
        ("unsafe-url", PAGE, PAGE, PAGE),
        ("no-referrer", "", "", ""),
    ],
)
def test_the_policy_of_the_page(policy: str, same: str, other: str, down: str) -> None:
    page = Initiator(PAGE, policy)
    assert [page.referer(one) for one in (SAME, OTHER, DOWN)] == [same, other, down]


@pytest.mark.parametrize(
    ("policy", "target", "origin"),
    [
        ("", SAME, SAME),
        ("", OTHER, SAME),
        ("", DOWN, "null"),
        ("same-origin", SAME, SAME),
        ("same-origin", OTHER, "null"),
        ("no-referrer", SAME, "null"),
        ("unsafe-url", DOWN, SAME),
    ],
)
def test_the_origin_of_a_form(policy: str, target: str, origin: str) -> None:
    assert Initiator(PAGE, policy).origin(target) == origin


@pytest.mark.parametrize(
    ("target", "site"),
    [
        (SAME, "same-origin"),
        ("https://a.town.example:8443", "same-site"),
        ("https://www.town.example", "same-site"),
        ("https://town.example", "same-site"),
        (DOWN, "cross-site"),
        (OTHER, "cross-site"),
    ],
)
def test_the_site_of_a_request(target: str, site: str) -> None:
    assert Initiator(PAGE).site(target) == site
    assert Initiator().site(target) == "none"
    assert Initiator("http://127.0.0.1:80/").site("http://127.0.0.2:80") == "cross-site"
    assert Initiator("http://127.0.0.1:80/").site("http://127.0.0.1:81") == "same-site"


@pytest.mark.parametrize(
    ("header", "body", "policy"),
    [
        ("same-origin", "", "same-origin"),
        ("unsafe-url, later-invention", "", "unsafe-url"),
        ("", '<meta name="referrer" content="no-referrer">', "no-referrer"),
        ("origin", "<META CONTENT='unsafe-url' name=referrer>", "unsafe-url"),
        ("", "<p>a referrer</p>", ""),
    ],
)
def test_a_page_sets_its_policy(header: str, body: str, policy: str) -> None:
    headers = {"content-type": "text/html"} | ({"referrer-policy": header} if header else {})
    page = HttpResponse(200, headers, body.encode(), 0)
    assert initiator_of("http://a.example:80/b", page) == Initiator("http://a.example/b", policy)


def sent(request: bytes) -> dict[str, str]:
    lines = request.decode().partition("\r\n\r\n")[0].split("\r\n")[1:]
    return dict(line.split(": ", 1) for line in lines)


FORM = HttpRequest("POST", "/form", {}, b"a=1")
SCRIPT = HttpRequest("POST", "/api", {}, b"{}", "empty")


def test_requests_of_one_user_name_the_page_before(serve: Any, respond: Any) -> None:
    service = serve(respond("ok"))
    client = HttpClient(service.address, f"127.0.0.1:{service.port}", SENDER)
    for request in (HttpRequest("GET", "/start", {}, b""), SCRIPT, FORM, SCRIPT):
        client.fetch(request, 2)
    client.close()
    first, script, form, last = map(sent, service.requests)
    assert "Referer" not in first
    assert "Origin" not in first
    assert script["Referer"] == form["Referer"] == f"{service.address}/start"
    assert last["Referer"] == f"{service.address}/form"
    for request in (script, form, last):
        assert (request["Origin"], request["Sec-Fetch-Site"]) == (service.address, "same-origin")


@pytest.mark.parametrize(("request_", "page"), [(FORM, "/form"), (SCRIPT, "/")])
def test_a_first_request_comes_from_a_page_of_the_service(
    serve: Any, respond: Any, request_: HttpRequest, page: str
) -> None:
    service = serve(respond("ok"))
    client = HttpClient(service.address, f"127.0.0.1:{service.port}", SENDER)
    client.fetch(request_, 2)
    client.close()
    headers = sent(service.requests[0])
    assert headers["Referer"] == service.address + page
    assert (headers["Origin"], headers["Sec-Fetch-Site"]) == (service.address, "same-origin")


def test_a_redirect_keeps_the_page_before(serve: Any, respond: Any) -> None:
    there = respond("", "303 See Other", "Location: /done")
    service = serve(
        lambda line, request: (respond("ok") if b"GET" in request else there)(line, request)
    )
    client = HttpClient(service.address, f"127.0.0.1:{service.port}", SENDER)
    get = HttpRequest("GET", "/start", {}, b"")
    for request in (get, FORM, get):
        client.fetch(request, 2)
    client.close()
    _, form, done, after = map(sent, service.requests)
    assert form["Referer"] == done["Referer"] == f"{service.address}/start"
    assert "Origin" in form
    assert "Origin" not in done
    assert after["Referer"] == f"{service.address}/done"


@pytest.mark.parametrize(
    ("method", "length", "has_origin"),
    [("HEAD", None, False), ("POST", "0", True), ("PUT", "0", True), ("DELETE", None, True)],
)
def test_methods(method: str, length: str | None, has_origin: bool) -> None:
    lines = header_lines(SENDER, "a:1", {}, use="empty", method=method, secure=False)
    headers = dict(line.split(": ", 1) for line in lines)
    assert headers.get("Content-Length") == length
    assert ("Origin" in headers) is has_origin


def test_fonts_of_another_host_have_an_origin() -> None:
    page = Initiator("http://town.example/a")
    lines = header_lines(
        SENDER, "cdn.example:80", {}, use="font", method="GET", secure=False, page=page
    )
    assert "Origin: http://town.example" in lines


def test_the_response_to_head_has_no_body(serve: Any, respond: Any) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\n\r\n"
    service = serve(lambda line, request: line.sendall(head))
    client = HttpClient(service.address, "a:80", SENDER)
    for _ in range(2):
        response = client.fetch(HttpRequest("HEAD", "/", {}, b""), 2)
        assert (response.status, response.body, response.headers["x-a"]) == (200, b"", "1")
    client.close()
    assert service.connections == 1
