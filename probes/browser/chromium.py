"""One page seen cold, then again, by a real browser: scripts run, what they fetch counts."""

import base64
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from epreuve.probes.browser.devtools import (
    BROWSERS,
    DevTools,
    DevToolsError,
    Message,
    find_chromium,
)
from epreuve.probes.browser.page_load import PageView
from epreuve.probes.evidence.records import Outcome

QUIET = 0.5  # seconds after `load` without a request under way: the page is complete, as is usual
CLOSING = 5.0  # seconds to ask for the HTML and the elements, once seen


@dataclass
class _Exchange:
    """One request, as the browser told it."""

    url: str
    headers: int = 0  # bytes
    bytes: int = 0  # of the body, on the wire
    status: int = 0
    ended: float | None = None  # the browser's own clock, seconds
    failure: str = ""

    @property
    def authority(self) -> str:
        return urlsplit(self.url).netloc


@dataclass
class _Sight:
    """What is known of a view while it goes on."""

    exchanges: dict[str, _Exchange] = field(default_factory=dict)
    main: str = ""  # the request of the page itself
    frame: str = ""
    start: float = 0.0
    painted: float | None = None
    loaded: bool = False

    def take(self, event: Message) -> None:
        """Learn from one event."""
        known, method = event.get("params", {}), event.get("method", "")
        if method == "Network.requestWillBeSent":
            self._sent(known)
        elif method == "Page.lifecycleEvent" and known["frameId"] == self.frame:
            self.loaded = self.loaded or known["name"] == "load"
            if known["name"] == "firstContentfulPaint":
                self.painted = known["timestamp"]
        elif (one := self.exchanges.get(known.get("requestId", ""))) is not None:
            _follow(one, method, known)

    def _sent(self, known: Message) -> None:
        number, url = known["requestId"], known["request"]["url"].partition("#")[0]
        if not url.startswith(("http://", "https://")):
            return
        if not self.exchanges:
            self.main, self.start = number, known["timestamp"]
            self.frame = known.get("frameId", "")
        before = self.exchanges.get(number)
        if before is not None and "redirectResponse" in known:
            told = known["redirectResponse"]
            before.status, before.ended = told["status"], known["timestamp"]
            self.exchanges[f"{number} {len(self.exchanges)}"] = before
        self.exchanges[number] = _Exchange(url)

    @property
    def under_way(self) -> bool:
        return any(each.ended is None for each in self.exchanges.values())


def _follow(one: _Exchange, method: str, known: Message) -> None:
    if method == "Network.responseReceived":
        told = known["response"]
        one.status, one.headers = told["status"], told.get("encodedDataLength", 0)
        if told.get("fromDiskCache"):
            one.headers = 0
    elif method == "Network.dataReceived":
        one.bytes += known.get("encodedDataLength", 0)
    elif method == "Network.loadingFinished":
        one.ended = known["timestamp"]
        one.bytes = max(int(known["encodedDataLength"]) - one.headers, 0)
    elif method == "Network.loadingFailed":
        one.ended = known["timestamp"]
        one.failure = known.get("blockedReason") or known["errorText"]


def load_page(
    url: str, authority: str, limit: float, resolve: Mapping[str, str],
    *, repeat: bool = True,
) -> PageView:  # fmt: skip
    """The same as `page.load_page`, seen by Chromium. `useful` is the first contentful paint.

    Raises DevToolsError when there is no browser, or it fails itself.
    """
    scheme = resolve[authority].partition("://")[0]
    address = urljoin(f"{scheme}://{authority}/", url)
    program = find_chromium()
    if program is None:
        raise DevToolsError(f"none of {', '.join(BROWSERS)} is on PATH")
    with DevTools(program, resolve) as browser:
        now = time.monotonic()
        browser.ask("Network.enable", now + CLOSING)
        browser.ask("Page.enable", now + CLOSING)
        browser.ask("Page.setLifecycleEventsEnabled", now + CLOSING, enabled=True)
        sight = _see(browser, address, limit)
        text = _html(browser, sight)
        elements = _elements(browser)
        again = None
        if repeat and _outcome(sight)[0] == "success" and sight.loaded and not sight.under_way:
            browser.ask("Page.navigate", time.monotonic() + CLOSING, url="about:blank")
            second = _see(browser, address, limit)
            if second.loaded and not second.under_way:
                again = sum(each.bytes for each in second.exchanges.values())
        reader = f"Chromium {browser.version.partition('.')[0]}"
    return _view(url, authority, limit, resolve, sight, text, elements, again, reader)


def _see(browser: DevTools, address: str, limit: float) -> _Sight:
    """Go there, until all is quiet or the limit."""
    sight, end = _Sight(), time.monotonic() + limit
    browser.tell("Page.navigate", url=address)  # its answer would wait for the server's
    quiet = end
    while time.monotonic() < quiet:
        event = browser.event(min(quiet, end))
        if event is not None:
            sight.take(event)
        settled = sight.loaded and bool(sight.exchanges) and not sight.under_way
        if not settled:
            quiet = end
        elif quiet == end or event is not None:
            quiet = min(time.monotonic() + QUIET, end)
    return sight


def _html(browser: DevTools, sight: _Sight) -> str:
    """The page as the server sent it: what is read in it does not depend on who loads it."""
    try:
        end = time.monotonic() + CLOSING
        found = browser.ask("Network.getResponseBody", end, requestId=sight.main)
    except DevToolsError:
        return ""  # nothing came
    body = str(found["body"])
    return base64.b64decode(body).decode(errors="replace") if found["base64Encoded"] else body


def _elements(browser: DevTools) -> int:
    """Elements of the page once its scripts have run; 0 when a script never lets go."""
    counted = "document.querySelectorAll('*').length"
    try:
        end = time.monotonic() + CLOSING
        found = browser.ask("Runtime.evaluate", end, expression=counted, returnByValue=True)
    except DevToolsError:
        return 0
    return int(found["result"].get("value") or 0)


def _outcome(sight: _Sight) -> tuple[Outcome, str]:
    """Of the page itself, and why it failed."""
    main = sight.exchanges.get(sight.main)
    if main is None or (main.ended is None and not main.status):
        return "gave up", "no answer in time"
    if main.failure:
        return "error", main.failure
    if not 200 <= main.status < 300:
        return "http error", f"status {main.status}"
    return ("gave up", "not whole in time") if main.ended is None else ("success", "")


def _view(
    url: str, authority: str, limit: float, resolve: Mapping[str, str], sight: _Sight,
    text: str, elements: int, again: int | None, reader: str,
) -> PageView:  # fmt: skip
    outcome, detail = _outcome(sight)
    everything = list(sight.exchanges.values())
    others = [each for each in everything if each.authority != authority]
    shown = outcome == "success"
    main = sight.exchanges.get(sight.main)
    ends = [each.ended for each in everything]
    whole = shown and sight.loaded and None not in ends
    last = max((each for each in ends if each is not None), default=sight.start)
    useful = sight.painted if shown else None
    return PageView(
        path=url,
        outcome=outcome,
        detail=detail,
        status=main.status if main is not None else 0,
        useful=None if useful is None else round(useful - sight.start, 6),
        complete=round(last - sight.start, 6) if whole else None,
        limit=limit,
        bytes=sum(each.bytes for each in everything),
        third_party_bytes=sum(each.bytes for each in others),
        requests=len([each for each in everything if each.authority in resolve]),
        elements=elements if shown else 0,
        hosts=tuple(sorted({each.authority for each in everything})),
        third_parties=tuple(sorted({each.authority for each in others})),
        failed=tuple(f"{e.url}: {_why(e)}" for e in everything if _why(e)),
        repeat_bytes=again,
        text=text,
        reader=reader,
    )


def _why(one: _Exchange) -> str:
    if one.failure or one.ended is None:
        return one.failure or "not in time"
    return "" if one.status < 400 else f"status {one.status}"
