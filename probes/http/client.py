"""HTTP client of one user on one origin."""

import time
from urllib.parse import urlsplit

from epreuve.probes.http.address import shown_authority
from epreuve.probes.http.connection import DEFAULT_TIMEOUTS, Connection, Deadline, Timeouts
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.exchange import HttpExchange
from epreuve.probes.http.redirects import follow_redirects, with_cookies
from epreuve.probes.http.referrer import Initiator, initiator_of
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.http.sender import Sender


class HttpClient:
    """One kept-alive connection, with cookies and redirects; options as for `Connection`.

    A page names the page before it in `Referer`, as in a browser.
    """

    def __init__(
        self,
        url: str,
        authority: str,
        sender: Sender,
        cookies: CookieJar | None = None,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        *,
        resends: bool = False,
        exchanges: list[HttpExchange] | None = None,
    ) -> None:
        """Use a connection; each exchange is added to `exchanges`, where they are given."""
        self._exchanges = exchanges
        self._connection = Connection(url, authority, sender, timeouts, resends=resends)
        self._cookies = CookieJar() if cookies is None else cookies
        scheme = urlsplit(url).scheme
        self._origin = f"{scheme}://{authority}"
        self._shown_origin = f"{scheme}://{shown_authority(authority, scheme)}"
        self._page: Initiator | None = None  # the last page

    def fetch(self, request: HttpRequest, limit: float, follow: bool = True) -> HttpResponse:
        """Return the response within `limit` seconds, redirects included. Raises ExchangeError."""
        deadline = Deadline.after(limit)
        response = follow_redirects(
            lambda request: self._exchange(request, deadline),
            self._from_page(request), self._cookies, self._origin, follow=follow,
        )  # fmt: skip
        if request.use == "document":
            self._page = initiator_of(self._shown_origin + response.target, response)
        return response

    def lose_response(self, request: HttpRequest, limit: float) -> int:
        """Send a request whose response is lost, cookies included; return its status.

        Raises ExchangeError where no response comes within `limit` seconds.
        """
        sent = with_cookies(self._from_page(request), self._cookies)
        return self._connection.lose_response(sent, Deadline.after(limit))

    def _exchange(self, request: HttpRequest, deadline: Deadline) -> HttpResponse:
        """Send one request and note the exchange. Raises ExchangeError."""
        start, exchange = time.monotonic(), HttpExchange(request.method, request.target)
        try:
            response = self._connection.exchange(request, deadline)
            exchange = exchange._replace(
                status=response.status, size=response.size,
                location=response.headers.get("location", ""),
                cookies=tuple(line.partition("=")[0].strip() for line in response.set_cookies),
            )  # fmt: skip
        finally:
            if self._exchanges is not None:
                took = time.monotonic() - start
                self._exchanges.append(exchange._replace(seconds=took))
        return response

    def _from_page(self, request: HttpRequest) -> HttpRequest:
        """Return a request that comes from the last page.

        Without one, a form is that of its own address, and a script that of the home page.
        """
        if request.page.url:
            return request
        page = self._page
        if page is None and request.use == "empty":
            page = Initiator(f"{self._shown_origin}/")
        elif page is None and request.method not in ("GET", "HEAD"):
            page = Initiator(self._shown_origin + request.target)
        return request if page is None else request._replace(page=page)

    def close(self) -> None:
        """Close the connection; the next request opens another. Closing twice is allowed."""
        self._connection.close()
