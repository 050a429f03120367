"""The sub-resources of the pages that one citizen reads, fetched as a browser does.

Six connections a host, a cache for the length of a journey, and no host that is not declared.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from gevent.lock import BoundedSemaphore
from gevent.pool import Group
from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.browser.fetcher import CONNECTIONS
from epreuve.probes.browser.page_load import MOST_RESOURCES
from epreuve.probes.browser.resource import Resource, of_page, of_style
from epreuve.probes.http.address import authority_of
from epreuve.probes.http.cache import conditions, is_fresh
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.load.line import Line
from epreuve.probes.load.plan import Endpoint
from epreuve.probes.load.subrequest import SubRequest

Tell = Callable[[SubRequest], None]
Ask = Callable[[list[Resource]], None]


class _Host:
    """What is open to one host."""

    def __init__(self, door: Endpoint, cookies: CookieJar) -> None:
        self.door, self.cookies = door, cookies
        self.free = BoundedSemaphore(CONNECTIONS)
        self.idle: list[Line] = []

    def line(self) -> Line:
        return self.idle.pop() if self.idle else Line(self.door, self.cookies)


class _Copy(NamedTuple):
    """What the cache holds of a resource: its headers, and what it pulls in."""

    answer: HttpResponse
    parts: list[Resource]


class PageLoader:
    """A citizen's browser, from a page to the next. Times are in seconds since the run's zero."""

    def __init__(self, door: Endpoint, cookies: CookieJar, now: Callable[[], float]) -> None:
        scheme = urlsplit(door.address).scheme
        self._base = f"{scheme}://{door.authority}"
        self._now = now
        self._hosts = {authority_of(self._base): _Host(door, cookies)}
        for authority, address in door.third_parties.items():
            there = replace(door, address=address, authority=authority, third_parties={})
            self._hosts.setdefault(authority, _Host(there, CookieJar()))
        self._cache: dict[str, _Copy] = {}
        self._pending: dict[str, SubRequest] = {}

    def load(self, page: HttpResponse, limit: float, tell: Tell) -> None:
        """Fetch what a page pulls in, and what its style sheets do, within `limit` seconds."""
        end, asked, group = self._now() + limit, set[str](), Group()

        def ask(resources: list[Resource]) -> None:
            for each in resources:
                if each.url not in asked and len(asked) < MOST_RESOURCES:
                    asked.add(each.url)
                    group.spawn(self._see_to, each, end, tell, ask)

        if page.is_html:
            ask(of_page(LexborHTMLParser(page.text), self._base + page.target))
        group.join()

    def cut(self) -> Iterator[SubRequest]:
        """What is being fetched when the run ends."""
        yield from self._pending.values()

    def close(self) -> None:
        """Hang up."""
        for host in self._hosts.values():
            for line in host.idle:
                line.close()

    def _see_to(self, resource: Resource, end: float, tell: Tell, ask: Ask) -> None:
        copy = self._cache.get(resource.url)
        if copy is not None and is_fresh(copy.answer):
            ask(copy.parts)
            return
        host = self._hosts.get(authority_of(resource.url))
        part = SubRequest(self._name(resource), self._now(), -1.0, -1.0, "in flight")
        if host is None:
            detail = f"{resource.authority} is not a host of this audit: nothing was sent there"
            tell(part._replace(outcome="no link", detail=detail))
            return
        self._pending[resource.url] = part
        with host.free:
            part = part._replace(started=self._now())
            self._pending[resource.url] = part
            part = self._fetch(resource, host, end, part, copy)
        del self._pending[resource.url]
        tell(part)
        if resource.url in self._cache:
            ask(self._cache[resource.url].parts)

    def _fetch(
        self, resource: Resource, host: _Host, end: float, part: SubRequest, copy: _Copy | None
    ) -> SubRequest:
        line = host.line()
        call = HttpRequest("GET", resource.target, conditions(copy.answer) if copy else {}, b"")
        try:
            if end <= part.started:
                raise ExchangeError("gave up", "no time was left")
            answer = line.fetch(call, end - part.started, True)
        except ExchangeError as failed:
            outcome, detail = failed.outcome, failed.detail
            return part._replace(ended=self._now(), outcome=outcome, detail=detail)
        except Exception as bug:  # one resource's trouble must not take the citizen away
            return part._replace(ended=self._now(), outcome="error", detail=repr(bug))
        finally:
            host.idle.append(line)
        if answer.status != 304:
            self._keep(resource, answer)
        refused = answer.status >= 400
        return part._replace(
            ended=self._now(), status=answer.status, size=answer.size,
            outcome="http error" if refused else "success",
            detail=f"status {answer.status}" if refused else "",
        )  # fmt: skip

    def _keep(self, resource: Resource, answer: HttpResponse) -> None:
        parts = of_style(answer.text, resource.url) if resource.is_style else []
        self._cache[resource.url] = _Copy(
            HttpResponse(answer.status, answer.headers, b"", 0), parts
        )

    def _name(self, resource: Resource) -> str:
        """Its path, with the host when it is another one; queries would make too many names."""
        path = resource.target.partition("?")[0]
        own = authority_of(resource.url) == authority_of(self._base)
        return path if own else resource.authority + path
