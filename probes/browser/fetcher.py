"""Fetches resources as a browser does: six connections a host, a limit in time, a cache."""

import queue
import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import NamedTuple, Self

from epreuve.probes.browser.resource import Resource
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.http.cache import conditions
from epreuve.probes.http.connection import Connection
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.redirects import follow_redirects
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse

CONNECTIONS = 6  # a host, what browsers open in HTTP/1.1


class FetchResult(NamedTuple):
    """What came of one resource, and when (seconds since the browser was opened)."""

    resource: Resource
    answer: HttpResponse | None
    outcome: Outcome
    detail: str
    ended: float


class Fetcher:
    """Opened for one view of one page; everything ends within `limit` seconds.

    `resolve` gives the address to dial ("http://127.0.0.1:port") for each authority: no other host
    is ever contacted.
    """

    def __init__(
        self, resolve: Mapping[str, str], limit: float, jars: dict[str, CookieJar]
    ) -> None:
        self._resolve = resolve
        self._start = time.monotonic()
        self._limit = limit
        self._jars = jars  # by authority; kept from a view to the next
        self._hosts: dict[str, tuple[ThreadPoolExecutor, queue.SimpleQueue[Connection]]] = {}

    @property
    def elapsed(self) -> float:
        """Seconds since it was opened."""
        return time.monotonic() - self._start

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for threads, idle in self._hosts.values():
            threads.shutdown()
            while not idle.empty():
                idle.get().close()

    def fetch(self, resource: Resource, known: HttpResponse | None = None) -> "Future[FetchResult]":
        """Start to fetch; `known` is what the cache holds, asked for again if it changed."""
        authority = resource.authority
        if authority not in self._resolve:
            done: Future[FetchResult] = Future()
            detail = f"{authority} is not a host of this audit"
            done.set_result(FetchResult(resource, None, "no link", detail, self.elapsed))
            return done
        if authority not in self._hosts:
            self._hosts[authority] = (ThreadPoolExecutor(CONNECTIONS), queue.SimpleQueue())
        return self._hosts[authority][0].submit(self._fetch, resource, known)

    def _fetch(self, resource: Resource, known: HttpResponse | None) -> FetchResult:
        idle = self._hosts[resource.authority][1]
        try:
            dial = idle.get_nowait()
        except queue.Empty:
            dial = Connection(self._resolve[resource.authority], resource.authority)
        call = HttpRequest("GET", resource.target, conditions(known) if known else {}, b"")
        cookies = self._jars.setdefault(resource.authority, CookieJar())
        try:
            answer = follow_redirects(
                lambda call: dial.exchange(call, self._limit - self.elapsed),
                call, cookies, dial.origin,
            )  # fmt: skip
        except ExchangeError as failed:
            return FetchResult(resource, None, failed.outcome, failed.detail, self.elapsed)
        finally:
            idle.put(dial)
        if answer.status >= 400:
            return FetchResult(
                resource, answer, "http error", f"status {answer.status}", self.elapsed
            )
        return FetchResult(resource, answer, "success", "", self.elapsed)
