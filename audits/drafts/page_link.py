"""Links of a page, those that lead to a form first."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.drafts.danger_words import is_dangerous
from epreuve.audits.drafts.filing import weight_of_words
from epreuve.audits.drafts.form_field import sends_by_post
from epreuve.audits.drafts.page_address import base_of, own_address, target
from epreuve.probes.html.form_controls import attribute, forms_of, kind_of
from epreuve.probes.html.form_entries import button_of, entries

_FILE = re.compile(
    r"\.(pdf|zip|jpe?g|png|gif|svg|webp|ico|css|js|mjs|json|xml|rss|atom|csv|ods|odt|docx?|xlsx?"
    r"|mp[34]|webm|ics|woff2?)$",
    re.IGNORECASE,
)
MOST_OF_ONE_PAGE = 300


class PageLink(NamedTuple):
    """Path and query of a link, and its weight: higher for one that leads to a form."""

    target: str
    weight: int


def links(page: str, url: str) -> list[PageLink]:
    """Return the links of a page to the same service, without those to files and with effects."""
    tree = LexborHTMLParser(page)
    base = base_of(tree, url)
    links_by_target: dict[str, PageLink] = {}
    for written, label in (*_links(tree), *_buttons(tree)):
        link = own_address(base, written, url)
        if link is None or len(links_by_target) >= MOST_OF_ONE_PAGE:
            continue
        parts = urlsplit(link)
        if not (is_dangerous(link) or _FILE.search(parts.path)):
            weight = weight_of_words(f"{label} {parts.path} {parts.query}")
            links_by_target.setdefault(target(link), PageLink(target(link), weight))
    return list(links_by_target.values())


def _links(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("a[href], area[href], iframe[src]"):
        written = attribute(node, "href") or attribute(node, "src")
        yield written, f"{node.text()} {attribute(node, 'title')}"


def _buttons(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Yield the forms that only read, without a field to fill in: buttons in place of links."""
    for form in forms_of(tree):
        has_fields = any(kind_of(one) not in ("hidden", "submit") for one in form.controls)
        if has_fields or sends_by_post(form.node):
            continue
        given: dict[str, list[str]] = {}
        pairs = [(one.name, one.value) for one in entries(form, button_of(form, given), given)]
        address = attribute(form.node, "action").strip().partition("?")[0]
        yield f"{address}?{urlencode(pairs)}", form.node.text()
