"""Headers of a request as the user's browser sends them, in its order, over HTTP/1.1.

A browser sends `Sec-Fetch-…`, its client hints and Brotli only to an address that it trusts: HTTPS,
or this machine.
"""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from epreuve.probes.http.address import host_of, shown_authority, written_origin
from epreuve.probes.http.browser import Browser, Engine
from epreuve.probes.http.content_coding import decodes_zstd
from epreuve.probes.http.referrer import Initiator, relation
from epreuve.probes.http.sender import Sender

Use = Literal["document", "empty", "style", "script", "module", "image", "font"]
"""What a request is for, as `Sec-Fetch-Dest` says it; `empty` is a request of a script."""

Values = dict[str, str]
TYPED = Initiator()  # an address that the user typed

_PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,"
_PAGES: dict[Engine, str] = {
    "chromium": f"{_PAGE}image/jxl,image/avif,image/webp,image/apng,*/*;q=0.8,"
    "application/signed-exchange;v=b3;q=0.7",
    "firefox": f"{_PAGE}*/*;q=0.8",
    "safari": f"{_PAGE}*/*;q=0.8",
}
_IMAGES: dict[Engine, str] = {
    "chromium": "image/jxl,image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
    "firefox": "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
    "safari": "image/webp,image/avif,image/jxl,image/heic,image/heic-sequence,"
    "video/*;q=0.8,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
}
_ORDERS: dict[Engine, tuple[str, ...]] = {
    "chromium": (
        "Host", "Connection", "Content-Length", "Pragma", "Cache-Control", "sec-ch-ua",
        "sec-ch-ua-mobile", "sec-ch-ua-platform", "Upgrade-Insecure-Requests", "Content-Type",
        "User-Agent", "Origin", "Accept", "Sec-Fetch-Site", "Sec-Fetch-Mode", "Sec-Fetch-User",
        "Sec-Fetch-Dest", "Referer", "Accept-Encoding", "Accept-Language", "Cookie",
        "If-None-Match", "If-Modified-Since",
    ),
    "firefox": (
        "Host", "User-Agent", "Accept", "Accept-Language", "Accept-Encoding", "Content-Type",
        "Content-Length", "Origin", "Connection", "Referer", "Cookie", "Upgrade-Insecure-Requests",
        "Sec-Fetch-Dest", "Sec-Fetch-Mode", "Sec-Fetch-Site", "Sec-Fetch-User", "If-Modified-Since",
        "If-None-Match", "Priority", "Pragma", "Cache-Control",
    ),
    "safari": (
        "Host", "Content-Type", "Origin", "Sec-Fetch-Dest", "User-Agent",
        "Upgrade-Insecure-Requests", "Accept", "Referer", "Sec-Fetch-Site", "Sec-Fetch-Mode",
        "Accept-Language", "Priority", "Accept-Encoding", "Cookie", "If-None-Match",
        "If-Modified-Since", "Content-Length", "Connection",
    ),
}  # fmt: skip
_PART_ORDER = (
    "Host", "Connection", "Content-Length", "sec-ch-ua-platform", "User-Agent", "sec-ch-ua",
    "Content-Type", "sec-ch-ua-mobile", "Accept", "Origin",
)  # fmt: skip  # of Chromium, for what is no page
_CORS_ORDERS = {
    True: ("Host", "Connection", "Origin"),
    False: ("Host", "Connection", "User-Agent", "Origin"),
}  # of Chromium, for fonts and modules, by whether the address is trusted
_HINTS = ("sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform")
_OF_CLIENT = ("Connection", "Accept-Encoding")
_READING = ("GET", "HEAD")  # their `Origin` is of scripts and fonts of other hosts only
_WITH_BODY = ("POST", "PUT")  # their length is sent although it is 0
_CROSS_ORIGIN: tuple[Use, ...] = ("empty", "font", "module")
_PRIORITIES: dict[Use, str] = {
    "document": "u=0, i", "empty": "u=4", "style": "u=2", "script": "u=2", "module": "u=2",
    "image": "u=5, i", "font": "u=4",
}  # fmt: skip


def header_lines(
    sender: Sender, authority: str, own: Mapping[str, str], *, use: Use, method: str, secure: bool,
    page: Initiator = TYPED, size: int = 0, first_method: str = "",
) -> list[str]:  # fmt: skip
    """Return the header lines of a request; `own` headers replace those of the browser.

    `page` is the page before, `size` that of the body, `secure` whether the scheme is `https`.
    `first_method` is that of the request whose redirect this one follows.
    """
    scheme = "https" if secure else "http"
    host = shown_authority(authority, scheme)
    origin = f"{scheme}://{host}"
    site, referer, own_origin = relation(page, origin)
    trusted = secure or is_local(authority)
    browser = sender.browser
    values = _values(browser, sender.languages, use, first_method or method, site, trusted).copy()
    values["Host"] = host
    if size or method in _WITH_BODY:
        values["Content-Length"] = str(size)
    if method not in _READING:
        values["Origin"] = own_origin
    elif page.url and use in _CROSS_ORIGIN and _names_origin(browser.engine, use, site):
        values["Origin"] = written_origin(page.url)
    if referer:
        values["Referer"] = referer
    for name, value in (*own.items(), *sender.headers):
        values = {key: kept for key, kept in values.items() if key.lower() != name.lower()}
        values[name] = value
    places = _places(browser.engine, use, bool(first_method), trusted)
    ordered = sorted(values, key=lambda name: places.get(name.lower(), len(places)))
    return [f"{name}: {values[name]}" for name in ordered]


def _names_origin(engine: Engine, use: Use, site: str) -> bool:
    """Return whether a GET that other hosts may refuse has `Origin`."""
    return site != "same-origin" or (engine == "chromium" and use != "empty")


def own_headers(sender: Sender, authority: str, *, secure: bool) -> Values:
    """Return headers for a client that adds those of the connection and of the body itself.

    Each request seems to come from the home page: services refuse forms without a page before.
    """
    trusted = secure or is_local(authority)
    values = _values(sender.browser, sender.languages, "document", "GET", "same-origin", trusted)
    kept = {name: value for name, value in values.items() if name not in _OF_CLIENT}
    scheme = "https" if secure else "http"
    host = shown_authority(authority, scheme)
    return {"Host": host, "Referer": f"{scheme}://{host}/", **kept, **dict(sender.headers)}


@lru_cache
def _places(engine: Engine, use: Use, is_redirected: bool, trusted: bool) -> dict[str, int]:
    """Return the place of each header, by its name in lower case."""
    order = _ORDERS[engine]
    if engine == "chromium" and use != "document":
        first = _CORS_ORDERS[trusted] if use in ("font", "module") else ()
        order = tuple(dict.fromkeys((*first, *_PART_ORDER, *order)))
    elif engine == "chromium" and is_redirected:  # the hints are added again, after the others
        others = [name for name in order if name not in _HINTS]
        at = others.index("Referer")
        order = (*others[:at], *_HINTS, *others[at:])
    return {name.lower(): place for place, name in enumerate(order)}


@lru_cache(maxsize=4096)
def _values(
    browser: Browser, languages: tuple[str, ...], use: Use, method: str, site: str, trusted: bool
) -> Values:
    """Return the values that do not change from a request to the next."""
    engine, is_page = browser.engine, use == "document"
    values = {
        "Connection": "keep-alive",
        "User-Agent": browser.user_agent,
        "Accept": _accept(engine, use),
        "Accept-Language": _languages(engine, languages),
        "Accept-Encoding": _codings(engine) if trusted else "gzip, deflate",
    }
    if is_page and (engine != "safari" or not trusted):
        values["Upgrade-Insecure-Requests"] = "1"
    if is_page and engine == "chromium" and method not in _READING:
        values["Cache-Control"] = "max-age=0"
    if engine != "chromium":
        values["Priority"] = _PRIORITIES[use]
    return values | (_trusted(browser, use, site) if trusted else {})


def _trusted(browser: Browser, use: Use, site: str) -> Values:
    is_page = use == "document"
    mode = "navigate" if is_page else "cors" if use in _CROSS_ORIGIN else "no-cors"
    kind = "script" if use == "module" else use
    values = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": kind}
    if is_page and browser.engine != "safari":
        values["Sec-Fetch-User"] = "?1"
    if browser.engine == "chromium":
        values |= {
            "sec-ch-ua": browser.brands,
            "sec-ch-ua-mobile": "?1" if browser.is_mobile else "?0",
            "sec-ch-ua-platform": f'"{browser.platform}"',
        }
    return values


def _codings(engine: Engine) -> str:
    return "gzip, deflate, br" + (", zstd" if engine != "safari" and decodes_zstd() else "")


def _accept(engine: Engine, use: Use) -> str:
    if use == "document":
        return _PAGES[engine]
    if use == "image":
        return _IMAGES[engine]
    return "text/css,*/*;q=0.1" if use == "style" else "*/*"


def tags_of(engine: Engine, languages: tuple[str, ...]) -> list[str]:
    """Return the tags of `Accept-Language`, in the order of a browser as it is delivered."""
    first, *others = dict.fromkeys(languages)
    region = {"fr": "fr-FR", "en": "en-GB"}.get(first, first)
    if engine == "safari":
        return [region, first]
    own = [first, region] if engine == "firefox" else [region, first]
    return list(dict.fromkeys([*own, *others, "en-US", "en"]))


def _languages(engine: Engine, languages: tuple[str, ...]) -> str:
    tags = tags_of(engine, languages)
    weights = (max(0.1, round(1 - 0.1 * place, 1)) for place in range(1, len(tags)))
    return ",".join([tags[0], *(f"{tag};q={q}" for tag, q in zip(tags[1:], weights, strict=True))])


@lru_cache(maxsize=256)
def is_local(authority: str) -> bool:
    """Return whether browsers trust an address without HTTPS: one of this machine."""
    host = host_of(authority)
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
