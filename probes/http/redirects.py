"""A call as a browser makes it: cookies kept, redirects followed, never to another host."""

from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

from epreuve.probes.http.address import authority_of
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse

MOST_REDIRECTS = 10
_KEEPING_METHOD = (307, 308)
_REDIRECTS = (301, 302, 303, *_KEEPING_METHOD)

Exchange = Callable[[HttpRequest], HttpResponse]  # sends one request; raises ExchangeError


def follow_redirects(
    exchange: Exchange, call: HttpRequest, cookies: CookieJar, origin: str, *, follow: bool = True
) -> HttpResponse:
    """The last answer of a chain of redirects; its size is that of the whole chain.

    `origin` is the service's own, as `http://host:port`. Raises ExchangeError: as the exchange
    does, or with "wrong content" for a redirect to another host (nothing is sent there) or in
    circles.
    """
    size = 0
    for _ in range(MOST_REDIRECTS + 1):
        answer = _once(exchange, call, cookies)
        size += answer.size
        if not (follow and answer.status in _REDIRECTS and "location" in answer.headers):
            answer.size, answer.target = size, call.target
            return answer
        call = _next(call, answer, origin)
    raise ExchangeError("wrong content", f"more than {MOST_REDIRECTS} redirects")


def _once(exchange: Exchange, call: HttpRequest, cookies: CookieJar) -> HttpResponse:
    kept = cookies.header(call.target)
    answer = exchange(call._replace(headers={**call.headers, "Cookie": kept}) if kept else call)
    if answer.set_cookies:
        cookies.keep(answer.set_cookies, call.target)
    return answer


def _next(call: HttpRequest, answer: HttpResponse, origin: str) -> HttpRequest:
    target = same_origin(origin, call.target, answer.headers["location"])
    if answer.status in _KEEPING_METHOD or call.method == "GET":
        return call._replace(target=target)
    headers = {name: text for name, text in call.headers.items() if name != "Content-Type"}
    return HttpRequest("GET", target, headers, b"")


def same_origin(origin: str, base: str, address: str) -> str:
    """The path and query of an address of this service; raises ExchangeError for another's."""
    url = urlsplit(urljoin(origin + base, address))
    if url.scheme != urlsplit(origin).scheme or authority_of(url.geturl()) != authority_of(origin):
        raise ExchangeError("wrong content", f"leads to another host, {url.scheme}://{url.netloc}")
    return (url.path or "/") + (f"?{url.query}" if url.query else "")
