"""Redirects and cookies as in a browser, on one origin only."""

import contextlib
from collections.abc import Callable
from urllib.parse import quote, urljoin, urlsplit

from epreuve.faults.addresses import join_host_port
from epreuve.faults.message import message
from epreuve.probes.http.address import (
    DEFAULT_PORTS,
    common_authority,
    common_name,
    host_port_of,
    target_of,
)
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse

MOST_REDIRECTS = 20  # of Chromium and Firefox
_KEEPING_METHOD = (307, 308)
_PLAIN = "%/:?#[]@!$&'()*+,;=~|^`{}\\"  # characters that browsers send as they are
_REDIRECTS = (301, 302, 303, *_KEEPING_METHOD)

Exchange = Callable[[HttpRequest], HttpResponse]  # sends one request; raises ExchangeError


def follow_redirects(
    exchange: Exchange,
    request: HttpRequest,
    cookies: CookieJar,
    origin: str,
    *,
    follow: bool = True,
) -> HttpResponse:
    """Return the last response of a chain of redirects; its size is that of the whole chain.

    It has the cookies and the last address of the chain too. `origin` is the service's own, as
    `http://host:port`. Raises ExchangeError: that of `exchange`, or "wrong content" for a redirect
    to another host (nothing is sent there) or for a loop.
    """
    size, fragment = 0, ""
    set_cookies: tuple[str, ...] = ()
    location: str | None = None
    for _ in range(MOST_REDIRECTS + 1):
        response = _send(exchange, request, cookies)
        size += response.size
        set_cookies += response.set_cookies
        if not (follow and response.status in _REDIRECTS and "location" in response.headers):
            response.size, response.target, response.origin = size, request.target, origin
            response.set_cookies = set_cookies
            response.location, response.fragment = location, fragment
            return response
        location = response.headers["location"]
        fragment = location.partition("#")[2] or fragment  # a redirect without one keeps it
        request = _next(request, response, origin)
    raise ExchangeError(
        "wrong content", message("more than {most} redirects", most=str(MOST_REDIRECTS))
    )


def _send(exchange: Exchange, request: HttpRequest, cookies: CookieJar) -> HttpResponse:
    response = exchange(with_cookies(request, cookies))
    if response.set_cookies:
        cookies.store(response.set_cookies, request.target)
    return response


def with_cookies(request: HttpRequest, cookies: CookieJar) -> HttpRequest:
    """Return a request with the cookies of its target."""
    if cookie := cookies.header(request.target):
        return request._replace(headers={**request.headers, "Cookie": cookie})
    return request


def other_host(response: HttpResponse, request: HttpRequest, origin: str) -> str | None:
    """Return the `host:port` to which a response leads its user, None for the service itself."""
    if response.status not in _REDIRECTS or "location" not in response.headers:
        return None
    try:
        url = urljoin(origin + request.target, _encoded(response.headers["location"]))
        (name, port), own = host_port_of(url), host_port_of(origin)
    except ValueError:
        return None
    usual = DEFAULT_PORTS.values()  # the same host with and without TLS is one host
    is_own = common_name(name) == common_name(own[0]) and (
        port == own[1] or (port in usual and own[1] in usual)
    )
    return None if is_own or not name else join_host_port(name, port)


def _next(request: HttpRequest, response: HttpResponse, origin: str) -> HttpRequest:
    target = same_origin(origin, request.target, response.headers["location"])
    request = request._replace(first_method=request.first_method or request.method)
    if _keeps_method(response.status, request.method):
        return request._replace(target=target)
    headers = {name: value for name, value in request.headers.items() if name != "Content-Type"}
    return request._replace(method="GET", target=target, headers=headers, body=b"")


def _keeps_method(status: int, method: str) -> bool:
    """Return whether a redirect repeats the request (WHATWG Fetch, HTTP-redirect fetch)."""
    if status in _KEEPING_METHOD or method in ("GET", "HEAD"):
        return True
    return status != 303 and method != "POST"


def same_origin(origin: str, base: str, url: str) -> str:
    """Return the path and query of a URL. Raises ExchangeError for another origin."""
    absolute = urlsplit(urljoin(origin + base, _encoded(url)))
    own = urlsplit(origin)
    there, here = common_authority(absolute.geturl()), common_authority(origin)
    if absolute.scheme != own.scheme or there != here:
        where = f"{absolute.scheme}://{absolute.netloc}"
        raise ExchangeError(
            "wrong content", message("redirects to another host, {where}", where=where)
        )
    return target_of(absolute)


def _encoded(url: str) -> str:
    """Return a URL with percent-encoding for spaces and other characters than ASCII.

    A header is read as Latin-1, but services write UTF-8 in it.
    """
    with contextlib.suppress(UnicodeError):
        url = url.encode("latin-1").decode()
    return quote(url, safe=_PLAIN)
