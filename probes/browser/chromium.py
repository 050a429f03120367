"""Page load in Chromium, with scripts and their resources: first load, then a repeated one."""

import base64
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from urllib.parse import urljoin

from epreuve.probes.browser.devtools import (
    BROWSERS,
    DevTools,
    DevToolsError,
    Message,
    find_chromium,
)
from epreuve.probes.browser.displayed_text import displayed_text
from epreuve.probes.browser.fetcher import name_in
from epreuve.probes.browser.page_load import PageView
from epreuve.probes.evidence.reason import recorded
from epreuve.probes.evidence.records import Outcome
from epreuve.probes.html.scripted import is_script_page
from epreuve.probes.http.sender import Sender

QUIET = 0.5  # seconds after `load` without a pending request: the page is complete, as is usual
CLOSING = 10.0  # seconds to get the HTML and the elements, after the load


@dataclass
class _Exchange:
    """One request, from the browser's events."""

    url: str
    headers: int = 0  # bytes
    bytes: int = 0  # of the body, on the wire
    status: int = 0
    kind: str = ""  # content type
    ended: float | None = None  # the browser's own clock, seconds
    failure: str = ""


@dataclass
class _PageLoad:
    """State of a page load in progress."""

    exchanges: dict[str, _Exchange] = field(default_factory=dict)
    main: str = ""  # the request of the page itself
    frame: str = ""
    start: float = 0.0
    painted: float | None = None
    loaded: bool = False

    def update(self, event: Message) -> None:
        """Update the state from one event."""
        values, method = event.get("params", {}), event.get("method", "")
        if method == "Network.requestWillBeSent":
            self._sent(values)
        elif method == "Page.lifecycleEvent" and values["frameId"] == self.frame:
            self.loaded = self.loaded or values["name"] == "load"
            if values["name"] == "firstContentfulPaint":
                self.painted = values["timestamp"]
        elif (exchange := self.exchanges.get(values.get("requestId", ""))) is not None:
            _follow(exchange, method, values)

    def _sent(self, values: Message) -> None:
        number, url = values["requestId"], values["request"]["url"].partition("#")[0]
        if not url.startswith(("http://", "https://")):
            return
        if not self.exchanges:
            self.main, self.start = number, values["timestamp"]
            self.frame = values.get("frameId", "")
        before = self.exchanges.get(number)
        if before is not None and "redirectResponse" in values:
            response = values["redirectResponse"]
            before.status, before.ended = response["status"], values["timestamp"]
            self.exchanges[f"{number} {len(self.exchanges)}"] = before
        self.exchanges[number] = _Exchange(url)

    @property
    def is_pending(self) -> bool:
        return any(exchange.ended is None for exchange in self.exchanges.values())


def _follow(exchange: _Exchange, method: str, values: Message) -> None:
    if method == "Network.responseReceived":
        response = values["response"]
        exchange.status, exchange.kind = response["status"], response.get("mimeType", "")
        exchange.headers = response.get("encodedDataLength", 0)
        if response.get("fromDiskCache"):
            exchange.headers = 0
    elif method == "Network.dataReceived":
        exchange.bytes += values.get("encodedDataLength", 0)
    elif method == "Network.loadingFinished":
        exchange.ended = values["timestamp"]
        exchange.bytes = max(int(values["encodedDataLength"]) - exchange.headers, 0)
    elif method == "Network.loadingFailed":
        exchange.ended = values["timestamp"]
        exchange.failure = values.get("blockedReason") or values["errorText"]


def load_page(
    url: str, authority: str, limit: float, resolver: Mapping[str, str], sender: Sender,
    *, repeat: bool = True,
) -> PageView:  # fmt: skip
    """Load a page as `page_load.load_page` does. `useful` is the first contentful paint.

    Raises DevToolsError without a browser, or when it fails itself.
    """
    scheme = resolver[authority].partition("://")[0]
    address = urljoin(f"{scheme}://{authority}/", url)
    program = find_chromium()
    if program is None:
        raise DevToolsError(f"none of {', '.join(BROWSERS)} is on PATH")
    with closing(DevTools(program, resolver, sender)) as browser:
        browser.open_page()
        page = _load(browser, address, limit)
        text = _html(browser, page)
        elements = _elements(browser)
        rendered = displayed_text(browser, time.monotonic() + CLOSING)
        again = None
        if repeat and _outcome(page)[0] == "success" and page.loaded and not page.is_pending:
            browser.call("Page.navigate", time.monotonic() + CLOSING, url="about:blank")
            second = _load(browser, address, limit)
            if second.loaded and not second.is_pending:
                again = sum(exchange.bytes for exchange in second.exchanges.values())
        reader = f"Chromium {browser.version.partition('.')[0]}"
    view = _view(url, authority, limit, resolver, page, elements, again, reader)
    return view.model_copy(
        update={"text": text, "rendered": rendered, "scripted": is_script_page(text)}
    )


def _load(browser: DevTools, address: str, limit: float) -> _PageLoad:
    """Load a URL, until no request is pending or the limit is reached."""
    page, end = _PageLoad(), time.monotonic() + limit
    browser.send("Page.navigate", url=address)  # its reply would wait for the server's
    quiet = end
    while time.monotonic() < quiet:
        event = browser.event(min(quiet, end))
        if event is not None:
            page.update(event)
        settled = page.loaded and bool(page.exchanges) and not page.is_pending
        if not settled:
            quiet = end
        elif quiet == end or event is not None:
            quiet = min(time.monotonic() + QUIET, end)
    return page


def _html(browser: DevTools, page: _PageLoad) -> str:
    """Return the HTML as sent: page readers get the same text from each browser."""
    try:
        end = time.monotonic() + CLOSING
        result = browser.call("Network.getResponseBody", end, requestId=page.main)
    except DevToolsError:
        return ""  # no response
    body = str(result["body"])
    return base64.b64decode(body).decode(errors="replace") if result["base64Encoded"] else body


def _elements(browser: DevTools) -> int:
    """Return the number of elements after the scripts ran; 0 while a script blocks the page."""
    counted = "document.querySelectorAll('*').length"
    try:
        end = time.monotonic() + CLOSING
        result = browser.call("Runtime.evaluate", end, expression=counted, returnByValue=True)
    except DevToolsError:
        return 0
    return int(result["result"].get("value") or 0)


def _outcome(page: _PageLoad) -> tuple[Outcome, str]:
    """Return the outcome of the page itself, and the cause of a failure."""
    main = page.exchanges.get(page.main)
    if main is None or (main.ended is None and not main.status):
        return "gave up", recorded("no response in time")
    if main.failure:
        return "error", main.failure
    if not 200 <= main.status < 300:
        return "http error", recorded("status {status}", status=str(main.status))
    return ("gave up", recorded("not whole in time")) if main.ended is None else ("success", "")


def _view(
    url: str, authority: str, limit: float, resolver: Mapping[str, str], page: _PageLoad,
    elements: int, again: int | None, reader: str,
) -> PageView:  # fmt: skip
    outcome, detail = _outcome(page)
    everything = list(page.exchanges.values())
    names = {exchange.url: name_in(resolver, exchange.url) for exchange in everything}
    others = [exchange for exchange in everything if names[exchange.url] != authority]
    shown = outcome == "success"
    main = page.exchanges.get(page.main)
    ends = [exchange.ended for exchange in everything]
    whole = shown and page.loaded and None not in ends
    last = max((exchange for exchange in ends if exchange is not None), default=page.start)
    useful = page.painted if shown else None
    needed = [e.bytes for e in everything if useful and e.ended and e.ended <= useful]
    return PageView(
        path=url,
        outcome=outcome,
        detail=detail,
        status=main.status if main is not None else 0,
        useful=None if useful is None else round(useful - page.start, 6),
        useful_bytes=None if useful is None else sum(needed),
        complete=round(last - page.start, 6) if whole else None,
        limit=limit,
        bytes=sum(exchange.bytes for exchange in everything),
        third_party_bytes=sum(exchange.bytes for exchange in others),
        requests=len([exchange for exchange in everything if names[exchange.url] in resolver]),
        elements=elements if shown else 0,
        hosts=tuple(sorted(set(names.values()))),
        third_parties=tuple(sorted({names[exchange.url] for exchange in others})),
        failed=tuple(f"{e.url}: {_why(e)}" for e in everything if _why(e)),
        repeat_bytes=again,
        is_page=main is not None
        and main.kind in ("text/html", "application/xhtml+xml", "text/plain"),
        reader=reader,
    )


def _why(exchange: _Exchange) -> str:
    if exchange.failure or exchange.ended is None:
        return exchange.failure or recorded("not in time")
    return "" if exchange.status < 400 else recorded("status {status}", status=str(exchange.status))
