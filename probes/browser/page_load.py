"""Page load without scripts: with an empty cache, then repeated with the cache."""

from collections.abc import Mapping
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import closing
from typing import TypeVar
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.browser.fetcher import Fetcher, FetchResult, name_in
from epreuve.probes.browser.module_resources import imports_of_module
from epreuve.probes.browser.page_record import HTML_PARSER, PageRecord
from epreuve.probes.browser.resource import Resource, of_page
from epreuve.probes.browser.style_resources import Sheet, fonts_of, imports_of, of_style, sheets_of
from epreuve.probes.html.scripted import is_script_page
from epreuve.probes.html.visible_text import page_text
from epreuve.probes.http.cache import is_fresh
from epreuve.probes.http.cookies import CookieJar
from epreuve.probes.http.referrer import initiator_of
from epreuve.probes.http.response import HttpResponse
from epreuve.probes.http.sender import Sender

AnyPage = TypeVar("AnyPage", bound=PageRecord)
MOST_RESOURCES = 1000  # of one page; what sheets import from one another must end somewhere


class PageView(PageRecord):
    """Result of a page load, with the parts that other probes need."""

    path: str
    target: str = ""
    """Path and query after redirects; not stored as evidence."""
    text: str = ""
    """HTML of the page; not stored as evidence."""
    styles: tuple[str, ...] = ()
    """Texts of its linked style sheets; not stored as evidence."""
    rendered: str | None = None
    """Text that a browser displays; null from the HTML parser; not stored as evidence."""
    is_page: bool = False
    """Whether a person can read it: HTML or text; not stored as evidence."""

    @property
    def visible(self) -> str:
        """Visible text, with the numbers of `tel:` links."""
        return page_text(self.text, self.styles) if self.rendered is None else self.rendered

    def record(self, kind: type[AnyPage]) -> AnyPage:
        """Return the view as a record of evidence."""
        return kind(**{name: getattr(self, name) for name in kind.model_fields})


def load_page(
    url: str, authority: str, limit: float, resolver: Mapping[str, str], sender: Sender,
    *, repeat: bool = True,
) -> PageView:  # fmt: skip
    """Load a page of `authority` within `limit` seconds, then again if it was complete.

    `url` may be a path. `resolver` gives the URL to connect to for each authority; a host that
    is not in it is counted among `hosts` and never contacted.
    """
    scheme = resolver[authority].partition("://")[0]
    page = Resource(urljoin(f"{scheme}://{authority}/", url), True, is_page=True)
    jars: dict[str, CookieJar] = {}
    with closing(Fetcher(resolver, limit, jars, sender)) as fetcher:
        main = fetcher.fetch(page).result()
        parts = _fetch_parts(fetcher, main)
        everything = [main, *parts.values()]
    repeated = None
    if repeat and main.outcome == "success" and _all_ended(everything):
        with closing(Fetcher(resolver, limit, jars, sender)) as fetcher:
            repeated = _repeat(fetcher, everything)
    return _view(url, authority, resolver, limit, main, parts, repeated)


def _fetch_parts(fetcher: Fetcher, main: FetchResult) -> dict[str, FetchResult]:
    """Fetch the resources of a page and of its style sheets; results by URL."""
    parts: dict[str, FetchResult] = {}
    if main.response is None or not (main.outcome == "success" and main.response.is_html):
        return parts
    tree = LexborHTMLParser(main.response.text)
    requested = {main.resource.url}
    waiting: set[Future[FetchResult]] = set()
    base = urljoin(main.resource.url, main.response.target)
    fetcher.page = initiator_of(base, main.response)
    sheets = sheets_of(tree, base)

    def fetch(resources: list[Resource]) -> None:
        for resource in resources:
            if resource.url not in requested and len(requested) < MOST_RESOURCES:
                requested.add(resource.url)
                waiting.add(fetcher.fetch(resource))

    fetch(of_page(tree, base))
    for sheet in sheets:
        fetch(of_style(*sheet, tree))
    while waiting:
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        waiting -= done
        for result in (future.result() for future in done):
            parts[result.resource.url] = result
            fetch(_parts_of(result, tree, sheets))
        if not waiting:
            fetch(fonts_of(sheets, tree))
    return parts


def _parts_of(result: FetchResult, tree: LexborHTMLParser, sheets: list[Sheet]) -> list[Resource]:
    """Return the resources of a style sheet or module; add sheets for the screen to `sheets`."""
    if result.resource.is_module and result.response is not None:
        return imports_of_module(result.response.text, result.resource.url)
    if not result.resource.is_style or result.response is None:
        return []
    sheet = Sheet(result.response.text, result.resource.url)
    if not result.resource.blocks:
        return [part._replace(blocks=False) for part in imports_of(*sheet)]
    sheets.append(sheet)
    return of_style(*sheet, tree)


def _all_ended(fetched: list[FetchResult]) -> bool:
    return all(one.outcome != "gave up" for one in fetched)


def _repeat(fetcher: Fetcher, first: list[FetchResult]) -> int | None:
    """Return the bytes of a repeated load; None if a resource did not come in time."""
    page = first[0]
    if page.response is not None:
        fetcher.page = initiator_of(page.resource.url, page.response)
    futures = [
        fetcher.fetch(one.resource, one.response)
        for one in first
        if one.response is None or not is_fresh(one.response)
    ]
    again = [future.result() for future in futures]
    if not _all_ended(again):
        return None
    return sum(one.response.size for one in again if one.response is not None)


def _view(
    url: str, authority: str, resolver: Mapping[str, str], limit: float,
    main: FetchResult, parts: Mapping[str, FetchResult], repeated: int | None,
) -> PageView:  # fmt: skip
    everything = [main, *parts.values()]
    blocking = [one for one in everything if one.resource.blocks]
    names = {one.resource.url: name_in(resolver, one.resource.url) for one in everything}
    others = [one for one in everything if names[one.resource.url] != authority]
    shown = main.outcome == "success"
    response = main.response or HttpResponse(0, {}, b"", 0)
    styles = tuple(one.response.text for one in blocking if one.resource.is_style and one.response)
    return PageView(
        path=url,
        outcome=main.outcome,
        detail=main.detail,
        status=response.status,
        useful=_last(blocking) if shown else None,
        useful_bytes=_bytes(blocking) if shown and _all_ended(blocking) else None,
        complete=_last(everything) if shown else None,
        limit=limit,
        bytes=_bytes(everything),
        third_party_bytes=_bytes(others),
        requests=len([one for one in everything if one.outcome != "no link"]),
        elements=len(LexborHTMLParser(response.text).css("*")) if shown else 0,
        hosts=tuple(sorted(set(names.values()))),
        third_parties=tuple(sorted({names[one.resource.url] for one in others})),
        failed=tuple(
            f"{one.resource.url}: {one.detail}" for one in everything if one.outcome != "success"
        ),
        repeat_bytes=repeated,
        reader=HTML_PARSER,
        scripted=shown and response.is_html and is_script_page(response.text, styles),
        target=response.target,
        text=response.text,
        styles=styles,
        is_page=response.is_text,
    )


def _last(fetched: list[FetchResult]) -> float | None:
    """End of the last one, in seconds; None if one did not end in time."""
    if not _all_ended(fetched):
        return None
    return round(max(one.ended for one in fetched), 6)


def _bytes(fetched: list[FetchResult]) -> int:
    return sum(one.response.size for one in fetched if one.response is not None)
