"""Resource fetcher with a browser's rules: six connections per host, a time limit, a cache."""

import queue
import time
from collections.abc import Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import urlsplit

from epreuve.probes.browser.resource import Resource
from epreuve.probes.evidence.reason import recorded
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.address import common_authority
from epreuve.probes.http.cache import conditions
from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.referrer import Initiator
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.http.sender import Sender

CONNECTIONS = 6  # per host, as browsers do in HTTP/1.1


class FetchResult(NamedTuple):
    """Result of one resource; `ended` is in seconds since the fetcher was created."""

    resource: Resource
    response: HttpResponse | None
    outcome: Outcome
    detail: str
    ended: float


def name_in(hosts: Collection[str], url: str) -> str:
    """Return the name that `hosts` has for the host of a URL, with its port or without one."""
    parts, wanted = urlsplit(url), common_authority(url)
    if parts.netloc in hosts or not wanted:
        return parts.netloc
    names = (name for name in hosts if common_authority(f"{parts.scheme}://{name}") == wanted)
    return next(names, parts.netloc)


class Fetcher:
    """Fetcher of the resources of one view of one page; it ends within `limit` seconds.

    `resolver` gives the URL to connect to ("http://127.0.0.1:port") for each authority: no other
    host is ever contacted.
    """

    def __init__(
        self, resolver: Mapping[str, str], limit: float, jars: dict[str, CookieJar], sender: Sender
    ) -> None:
        self._resolver, self._sender = resolver, sender
        self.page = Initiator()  # page whose parts are fetched, once it has come
        self._start = time.monotonic()
        self._limit = limit
        self._jars = jars  # by authority; kept from a view to the next
        self._hosts: dict[str, tuple[ThreadPoolExecutor, queue.SimpleQueue[HttpClient]]] = {}

    @property
    def elapsed(self) -> float:
        """Seconds since the fetcher was created."""
        return time.monotonic() - self._start

    def fetch(
        self, resource: Resource, cached: HttpResponse | None = None
    ) -> "Future[FetchResult]":
        """Start to fetch a resource; a `cached` one is requested on condition that it changed."""
        authority = name_in(self._resolver, resource.url)
        if authority not in self._resolver:
            done: Future[FetchResult] = Future()
            detail = recorded("{host} is not a host of this audit", host=authority)
            done.set_result(FetchResult(resource, None, "no link", detail, self.elapsed))
            return done
        if authority not in self._hosts:
            self._hosts[authority] = (ThreadPoolExecutor(CONNECTIONS), queue.SimpleQueue())
        return self._hosts[authority][0].submit(self._fetch, resource, cached)

    def _fetch(self, resource: Resource, cached: HttpResponse | None) -> FetchResult:
        authority = name_in(self._resolver, resource.url)
        idle = self._hosts[authority][1]
        try:
            client = idle.get_nowait()
        except queue.Empty:
            client = self._client(authority)
        request = HttpRequest(
            "GET", resource.target, conditions(cached) if cached else {}, b"", resource.use,
            Initiator() if resource.is_page else self.page,
        )  # fmt: skip
        try:
            response = client.fetch(request, self._limit - self.elapsed)
        except ExchangeError as failure:
            return FetchResult(resource, None, failure.outcome, failure.detail, self.elapsed)
        finally:
            idle.put(client)
        if response.status >= 400:
            detail = recorded("status {status}", status=str(response.status))
            return FetchResult(resource, response, "http error", detail, self.elapsed)
        return FetchResult(resource, response, "success", "", self.elapsed)

    def _client(self, authority: str) -> HttpClient:
        cookies = self._jars.setdefault(authority, CookieJar())
        return HttpClient(self._resolver[authority], authority, self._sender, cookies, resends=True)

    def close(self) -> None:
        """Wait for the requests under way, close the connections."""
        for threads, idle in self._hosts.values():
            threads.shutdown()
            while not idle.empty():
                idle.get().close()
