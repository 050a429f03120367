"""Print version of a page: a print style sheet, or a PDF."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

_PRINT_RULE = re.compile(r"@media[^{]*\bprint\b", re.IGNORECASE)


def has_print_style(page: str, sheets: Iterable[str] = ()) -> bool:
    """Whether the page, or one of its style sheets, has rules for print."""
    tree = LexborHTMLParser(page)
    for node in tree.css("link[rel][media], style[media]"):
        if "print" in (node.attributes.get("media") or "").lower():
            return True
    styles = (node.text() for node in tree.css("style"))
    return any(_PRINT_RULE.search(text) for text in (*styles, *sheets))


def stylesheet_addresses(page: str) -> list[str]:
    """URLs of its style sheets, as written."""
    nodes = LexborHTMLParser(page).css('link[rel~="stylesheet"][href]')
    return [node.attributes.get("href") or "" for node in nodes]


def pdf_address(page: str) -> str | None:
    """URL of the first PDF that it links to, as written."""
    for node in LexborHTMLParser(page).css("a[href]"):
        address = node.attributes.get("href") or ""
        if address.partition("?")[0].lower().endswith(".pdf"):
            return address
    return None
