"""HTTP client of one user on one origin."""

from urllib.parse import urlsplit

from epreuve.probes.http.connection import DEFAULT_TIMEOUTS, Connection, Deadline, Timeouts
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.redirects import follow_redirects, with_cookies
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import HttpResponse


class HttpClient:
    """One kept-alive connection, with cookies and redirects; options as for `Connection`."""

    def __init__(
        self,
        url: str,
        authority: str,
        cookies: CookieJar | None = None,
        timeouts: Timeouts = DEFAULT_TIMEOUTS,
        *,
        resends: bool = False,
    ) -> None:
        self._connection = Connection(url, authority, timeouts, resends=resends)
        self._cookies = CookieJar() if cookies is None else cookies
        self._origin = f"{urlsplit(url).scheme}://{authority}"

    def fetch(self, request: HttpRequest, limit: float, follow: bool = True) -> HttpResponse:
        """Return the response within `limit` seconds, redirects included. Raises ExchangeError."""
        deadline = Deadline.after(limit)
        return follow_redirects(
            lambda request: self._connection.exchange(request, deadline),
            request, self._cookies, self._origin, follow=follow,
        )  # fmt: skip

    def lose_response(self, request: HttpRequest, limit: float) -> int:
        """Send a request whose response is lost, cookies included; return its status.

        Raises ExchangeError where no response comes within `limit` seconds.
        """
        sent = with_cookies(request, self._cookies)
        return self._connection.lose_response(sent, Deadline.after(limit))

    def close(self) -> None:
        """Close the connection; the next request opens another. Closing twice is allowed."""
        self._connection.close()
