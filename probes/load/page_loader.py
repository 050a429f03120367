"""Sub-resources of the pages that one user reads, fetched as a browser does.

Six connections per host, a cache for the length of a journey, and no undeclared host.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from gevent.lock import BoundedSemaphore
from gevent.pool import Group
from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.browser.fetcher import CONNECTIONS
from epreuve.probes.browser.module_resources import imports_of_module
from epreuve.probes.browser.page_load import MOST_RESOURCES
from epreuve.probes.browser.resource import Resource, of_page
from epreuve.probes.browser.style_resources import Sheet, fonts_of, imports_of, of_style, sheets_of
from epreuve.probes.evidence.reason import recorded
from epreuve.probes.http.address import common_authority
from epreuve.probes.http.cache import conditions, is_fresh
from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.failure import describe_error
from epreuve.probes.http.referrer import Initiator, initiator_of
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.http.sender import Sender
from epreuve.probes.load.plan import Endpoint
from epreuve.probes.load.subrequest import Report, SubRequest

Load = Callable[[list[Resource]], None]


class _Host:
    """Connections to one host."""

    def __init__(self, endpoint: Endpoint, cookies: CookieJar, sender: Sender) -> None:
        self.endpoint, self.cookies, self.sender = endpoint, cookies, sender
        self.free = BoundedSemaphore(CONNECTIONS)
        self.idle: list[HttpClient] = []

    def client(self) -> HttpClient:
        return self.idle.pop() if self.idle else self.endpoint.client(self.cookies, self.sender)


class _Cached(NamedTuple):
    """Headers of a cached response, and the resources that it loads in turn."""

    response: HttpResponse
    resources: list[Resource]


class PageLoader:
    """One user's browser, kept from a page to the next. Times are in seconds since zero."""

    def __init__(
        self, endpoint: Endpoint, cookies: CookieJar, sender: Sender, now: Callable[[], float]
    ) -> None:
        scheme = urlsplit(endpoint.address).scheme
        self._base = f"{scheme}://{endpoint.authority}"
        self._now = now
        self._hosts = {common_authority(self._base): _Host(endpoint, cookies, sender)}
        for authority, address in endpoint.third_parties.items():
            party = replace(endpoint, address=address, authority=authority, third_parties={})
            self._hosts.setdefault(
                common_authority(f"//{authority}"), _Host(party, CookieJar(), sender)
            )
        self._cache: dict[str, _Cached] = {}
        self._pending: dict[str, SubRequest] = {}
        self._page = Initiator()  # page that is being loaded

    def load(self, page: HttpResponse, limit: float, report: Report) -> None:
        """Load the resources of a page and of its style sheets within `limit` seconds."""
        end, requested, group = self._now() + limit, set[str](), Group()

        def load(resources: list[Resource]) -> None:
            for resource in resources:
                if resource.url not in requested and len(requested) < MOST_RESOURCES:
                    requested.add(resource.url)
                    group.spawn(self._load_resource, resource, end, report, load)

        base = self._base + page.target
        self._page = initiator_of(base, page)
        if page.is_html:
            tree = LexborHTMLParser(page.text)
            load(of_page(tree, base))
            for sheet in sheets_of(tree, base):
                load(_parts_of(sheet))
        group.join()

    def unfinished(self) -> Iterator[SubRequest]:
        """Return the sub-requests in progress when the run ends."""
        yield from self._pending.values()

    def close(self) -> None:
        """Close all connections."""
        for host in self._hosts.values():
            for client in host.idle:
                client.close()

    def _load_resource(self, resource: Resource, end: float, report: Report, load: Load) -> None:
        cached = self._cache.get(resource.url)
        if cached is not None and is_fresh(cached.response):
            load(cached.resources)
            return
        host = self._hosts.get(common_authority(resource.url))
        part = SubRequest(self._name(resource), self._now(), -1.0, -1.0, "in flight")
        if host is None:
            detail = recorded(
                "{host} is not a host of this audit: nothing was sent there",
                host=resource.authority,
            )
            report(part._replace(outcome="no link", detail=detail))
            return
        self._pending[resource.url] = part
        with host.free:
            part = part._replace(started=self._now())
            self._pending[resource.url] = part
            part = self._fetch(resource, host, end, part, cached)
        del self._pending[resource.url]
        report(part)
        if resource.url in self._cache:
            load(self._cache[resource.url].resources)

    def _fetch(
        self, resource: Resource, host: _Host, end: float, part: SubRequest, cached: _Cached | None
    ) -> SubRequest:
        client = host.client()
        headers = conditions(cached.response) if cached else {}
        try:
            request = HttpRequest("GET", resource.target, headers, b"", resource.use, self._page)
            response = client.fetch(request, end - part.started)
        except ExchangeError as failure:
            outcome, detail = failure.outcome, failure.detail
            return part._replace(ended=self._now(), outcome=outcome, detail=detail)
        except Exception as bug:  # a bug with one resource must not end the user's session
            return part._replace(ended=self._now(), outcome="error", detail=describe_error(bug))
        finally:
            host.idle.append(client)
        if response.status != 304:
            self._keep(resource, response)
        failed = response.status >= 400
        return part._replace(
            ended=self._now(), status=response.status, size=response.size,
            outcome="http error" if failed else "success",
            detail=recorded("status {status}", status=str(response.status)) if failed else "",
        )  # fmt: skip

    def _keep(self, resource: Resource, response: HttpResponse) -> None:
        resources: list[Resource] = []
        if resource.is_style:
            sheet = Sheet(response.text, resource.url)
            resources = _parts_of(sheet) if resource.blocks else imports_of(*sheet)
        elif resource.is_module:
            resources = imports_of_module(response.text, resource.url)
        headers = HttpResponse(response.status, response.headers, b"", 0)
        self._cache[resource.url] = _Cached(headers, resources)

    def _name(self, resource: Resource) -> str:
        """Return the path without its query, to limit distinct names; add a third party's host."""
        path = resource.target.partition("?")[0]
        own = common_authority(resource.url) == common_authority(self._base)
        return path if own else resource.authority + path


def _parts_of(sheet: Sheet) -> list[Resource]:
    return [*of_style(*sheet), *fonts_of([sheet])]
