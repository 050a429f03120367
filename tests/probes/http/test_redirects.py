"""Redirects and cookies, on a table of responses."""

import pytest

from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.redirects import follow_redirects, other_host, same_origin
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse

ORIGIN = "http://guichet.example:80"


class Table:
    def __init__(self, **answers: HttpResponse) -> None:
        self.answers = answers
        self.calls: list[HttpRequest] = []

    def __call__(self, call: HttpRequest) -> HttpResponse:
        self.calls.append(call)
        return self.answers[call.target.partition("?")[0].strip("/") or "home"]


def to(address: str, status: int = 302) -> HttpResponse:
    return HttpResponse(status, {"location": address}, b"", 10)


OK = HttpResponse(200, {}, b"ok", 2)
POST = HttpRequest("POST", "/home", {"Content-Type": "text/plain", "X-Kept": "1"}, b"body")


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [(302, "GET", b""), (303, "GET", b""), (307, "POST", b"body"), (308, "POST", b"body")],
)
def test_a_redirect_changes_the_method_or_not(status: int, method: str, body: bytes) -> None:
    table = Table(home=to("/next?a=1", status), next=HttpResponse(200, {}, b"ok", 2))
    answer = follow_redirects(table, POST, CookieJar(), ORIGIN)
    assert (answer.status, answer.size) == (200, 12)
    assert table.calls[1].method == method
    assert table.calls[1].body == body
    assert table.calls[1].target == "/next?a=1"
    assert table.calls[1].headers["X-Kept"] == "1"
    assert ("Content-Type" in table.calls[1].headers) is (method == "POST")


@pytest.mark.parametrize(
    ("method", "status", "then"),
    [
        ("HEAD", 303, "HEAD"),
        ("PUT", 301, "PUT"),
        ("PATCH", 302, "PATCH"),
        ("DELETE", 303, "GET"),
        ("PUT", 303, "GET"),
    ],
)
def test_a_redirect_of_other_methods(method: str, status: int, then: str) -> None:
    """WHATWG Fetch: only POST becomes GET after 301 and 302, all but HEAD after 303."""
    table = Table(home=to("/next", status), next=OK)
    follow_redirects(table, HttpRequest(method, "/home", {}, b"x"), CookieJar(), ORIGIN)
    assert [call.method for call in table.calls] == [method, then]


@pytest.mark.parametrize(
    "address",
    ["next", "/next", f"{ORIGIN}/next", "//guichet.example:80/next", "http://Guichet.example/next"],
)
def test_urls_of_the_same_service_are_followed(address: str) -> None:
    table = Table(home=to(address), next=HttpResponse(200, {}, b"ok", 2))
    assert follow_redirects(table, POST, CookieJar(), ORIGIN).status == 200


@pytest.mark.parametrize(
    "address",
    ["http://ailleurs.example/", "https://guichet.example:80/", "http://guichet.example:x/"],
)
def test_nothing_is_sent_to_another_host(address: str) -> None:
    table = Table(home=to(address))
    with pytest.raises(ExchangeError) as failed:
        follow_redirects(table, POST, CookieJar(), ORIGIN)
    assert failed.value.outcome == "wrong content"
    assert len(table.calls) == 1


LOCAL = ("http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080")


@pytest.mark.parametrize("origin", LOCAL)
@pytest.mark.parametrize("written", LOCAL)
def test_a_service_on_this_machine_may_write_any_of_its_names(origin: str, written: str) -> None:
    table = Table(home=to(f"{written}/next"), next=OK)
    assert follow_redirects(table, POST, CookieJar(), origin).status == 200
    assert other_host(to(f"{written}/next"), POST, origin) is None


@pytest.mark.parametrize(
    ("origin", "written"),
    [
        ("http://127.0.0.1:8080", "http://localhost:8081"),
        ("http://127.0.0.1:8080", "http://127.0.0.2:8080"),
        ("http://town.example:8080", "http://localhost:8080"),
    ],
)
def test_another_port_or_machine_is_another_host(origin: str, written: str) -> None:
    with pytest.raises(ExchangeError, match="another host"):
        follow_redirects(Table(home=to(f"{written}/next")), POST, CookieJar(), origin)
    assert other_host(to(f"{written}/next"), POST, origin) == written.removeprefix("http://")


def test_redirect_loops_end() -> None:
    with pytest.raises(ExchangeError, match="redirects"):
        follow_redirects(Table(home=to("/home")), POST, CookieJar(), ORIGIN)


def test_redirects_can_be_left_alone() -> None:
    assert (
        follow_redirects(Table(home=to("/next")), POST, CookieJar(), ORIGIN, follow=False).status
        == 302
    )


def test_cookies_have_a_path_and_can_expire() -> None:
    cookies = CookieJar()
    cookies.store(["a=1; Path=/; HttpOnly", "b=2; Path=/compte", "c=3"], "/compte/entree")
    assert cookies.header("/") == "a=1"
    assert cookies.header("/compte/x") == "b=2; c=3; a=1"
    assert cookies.header("/comptes") == "a=1"
    cookies.store(
        ["a=; Max-Age=0; Path=/", "b=; Path=/compte; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "/"
    )
    assert cookies.header("/compte/x") == "c=3"


def test_cookies_of_a_redirect_are_sent_at_once() -> None:
    first = HttpResponse(302, {"location": "/next"}, b"", 0, ("session=abc; Path=/",))
    table = Table(home=first, next=OK)
    follow_redirects(table, POST, CookieJar(), ORIGIN)
    assert "Cookie" not in table.calls[0].headers
    assert table.calls[1].headers["Cookie"] == "session=abc"


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/reçu/17".encode().decode("latin-1"), "/re%C3%A7u/17"),  # as the parser reads a header
        ("/re%C3%A7u/17", "/re%C3%A7u/17"),
        ("/reçu/17", "/re%C3%A7u/17"),
        ("/r?q=a b", "/r?q=a%20b"),
        ("/r?q=a%20b&c=(1)*'~", "/r?q=a%20b&c=(1)*'~"),
        ("/œuvre", "/%C5%93uvre"),
    ],
)
def test_a_redirect_is_encoded_as_browsers_do(address: str, target: str) -> None:
    assert same_origin(ORIGIN, "/", address) == target
