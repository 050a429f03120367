"""Links of a page, those that lead to a form first."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.drafts.filing import weight_of_words
from epreuve.audits.drafts.page_address import base_of, own_address, target

_WITH_EFFECT = re.compile(
    r"log-?out|sign-?out|d[eé]connexion|delete|supprimer|unsubscribe|desabonn", re.IGNORECASE
)
_FILE = re.compile(
    r"\.(pdf|zip|jpe?g|png|gif|svg|webp|ico|css|js|mjs|json|xml|rss|atom|csv|ods|odt|docx?|xlsx?"
    r"|mp[34]|webm|ics|woff2?)$",
    re.IGNORECASE,
)
MOST_OF_ONE_PATH = 3  # links that differ by their query only


class PageLink(NamedTuple):
    """Path and query of a link, and its weight: higher for one that leads to a form."""

    target: str
    weight: int


def links(page: str, url: str) -> Iterator[PageLink]:
    """Yield the links of a page to the same service, without those to files and with effects."""
    tree = LexborHTMLParser(page)
    base = base_of(tree, url)
    seen: dict[str, int] = {}
    for node in tree.css("a[href], area[href], iframe[src]"):
        written = node.attributes.get("href") or node.attributes.get("src") or ""
        link = own_address(base, written, url)
        if link is None:
            continue
        parts = urlsplit(link)
        if _WITH_EFFECT.search(link) or _FILE.search(parts.path):
            continue
        seen[parts.path] = seen.get(parts.path, 0) + 1
        if seen[parts.path] <= MOST_OF_ONE_PATH:
            label = f"{node.text()} {node.attributes.get('title') or ''}"
            yield PageLink(target(link), weight_of_words(f"{label} {parts.path} {parts.query}"))
