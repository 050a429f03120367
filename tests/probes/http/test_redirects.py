"""Redirects and cookies, with a service that is only a table."""

import pytest

from epreuve.probes.http.cookies import Cookies
from epreuve.probes.http.redirects import visit
from epreuve.probes.http.request import Call
from epreuve.probes.http.response import Answer, ExchangeError

ORIGIN = "http://guichet.example:80"


class Table:
    def __init__(self, **answers: Answer) -> None:
        self.answers = answers
        self.calls: list[Call] = []

    def __call__(self, call: Call) -> Answer:
        self.calls.append(call)
        return self.answers[call.target.partition("?")[0].strip("/") or "home"]


def to(address: str, status: int = 302) -> Answer:
    return Answer(status, {"location": address}, b"", 10)


OK = Answer(200, {}, b"ok", 2)
POST = Call("POST", "/home", {"Content-Type": "text/plain", "X-Kept": "1"}, b"body")


@pytest.mark.parametrize(
    ("status", "method", "body"),
    [(302, "GET", b""), (303, "GET", b""), (307, "POST", b"body"), (308, "POST", b"body")],
)
def test_a_redirect_changes_the_method_or_not(status: int, method: str, body: bytes) -> None:
    table = Table(home=to("/next?a=1", status), next=Answer(200, {}, b"ok", 2))
    answer = visit(table, POST, Cookies(), ORIGIN)
    assert (answer.status, answer.size) == (200, 12)
    assert table.calls[1].method == method
    assert table.calls[1].body == body
    assert table.calls[1].target == "/next?a=1"
    assert table.calls[1].headers["X-Kept"] == "1"
    assert ("Content-Type" in table.calls[1].headers) is (method == "POST")


@pytest.mark.parametrize(
    "address",
    ["next", "/next", f"{ORIGIN}/next", "//guichet.example:80/next", "http://Guichet.example/next"],
)
def test_ways_of_naming_the_same_service(address: str) -> None:
    table = Table(home=to(address), next=Answer(200, {}, b"ok", 2))
    assert visit(table, POST, Cookies(), ORIGIN).status == 200


@pytest.mark.parametrize(
    "address",
    ["http://ailleurs.example/", "https://guichet.example:80/", "http://guichet.example:x/"],
)
def test_nothing_is_sent_to_another_host(address: str) -> None:
    table = Table(home=to(address))
    with pytest.raises(ExchangeError) as failed:
        visit(table, POST, Cookies(), ORIGIN)
    assert failed.value.outcome == "wrong content"
    assert len(table.calls) == 1


def test_circles_end() -> None:
    with pytest.raises(ExchangeError, match="redirects"):
        visit(Table(home=to("/home")), POST, Cookies(), ORIGIN)


def test_redirects_are_not_followed_when_not_asked() -> None:
    assert visit(Table(home=to("/next")), POST, Cookies(), ORIGIN, follow=False).status == 302


def test_cookies_follow_their_path_and_can_be_taken_back() -> None:
    cookies = Cookies()
    cookies.keep(["a=1; Path=/; HttpOnly", "b=2; Path=/compte", "c=3"], "/compte/entree")
    assert cookies.header("/") == "a=1"
    assert cookies.header("/compte/x") == "b=2; c=3; a=1"
    assert cookies.header("/comptes") == "a=1"
    cookies.keep(
        ["a=; Max-Age=0; Path=/", "b=; Path=/compte; Expires=Thu, 01 Jan 1970 00:00:00 GMT"], "/"
    )
    assert cookies.header("/compte/x") == "c=3"


def test_cookies_of_a_redirect_are_sent_at_once() -> None:
    first = Answer(302, {"location": "/next"}, b"", 0, ("session=abc; Path=/",))
    table = Table(home=first, next=OK)
    visit(table, POST, Cookies(), ORIGIN)
    assert "Cookie" not in table.calls[0].headers
    assert table.calls[1].headers["Cookie"] == "session=abc"
