"""A page that reloads itself, such as that of a waiting room: `Refresh`, or a meta element."""

import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.http.redirects import same_origin
from epreuve.probes.http.response import ExchangeError, HttpResponse

# Browsers ignore the fraction, and need no `url=`.
_REFRESH = re.compile(
    r"\s*(?P<seconds>\d{1,9})[\d.]*\s*(?:[;,\s]\s*(?:url\s*=\s*)?(?P<url>.*))?", re.I | re.S
)
_REFRESH_ELEMENT = "meta[http-equiv='refresh' i][content]"


class Reload(NamedTuple):
    """Seconds before a page reloads itself, and the path and query that it then loads."""

    seconds: float
    target: str


def announced_reload(response: HttpResponse, origin: str) -> Reload | None:
    """Return the reload that a response announces on this origin, or None.

    `origin` is the service's own, as `http://host:port`. The header comes before the page.
    """
    header = response.headers.get("refresh")
    for text in (header,) if header else _elements(response):
        if match := _REFRESH.fullmatch(text):
            url = _unquoted((match["url"] or "").strip())
            try:
                target = same_origin(origin, response.target, url) if url else response.target
            except (ExchangeError, ValueError):  # another host, or no URL
                return None
            return Reload(float(match["seconds"]), target)
    return None


def _elements(response: HttpResponse) -> list[str]:
    """Return the contents of the meta elements that reload a page."""
    if not response.is_html or "refresh" not in response.text.lower():
        return []
    elements = LexborHTMLParser(response.text).css(_REFRESH_ELEMENT)
    return [element.attributes.get("content") or "" for element in elements]


def _unquoted(url: str) -> str:
    return url[1:].partition(url[0])[0].strip() if url[:1] in ("'", '"') else url
