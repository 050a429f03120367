"""Print version of a page: a print style sheet, no style at all, or a PDF."""

import re
from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.html.style_sheet import parse_style

_PRINT = re.compile(r"(?<![\w-])print\b", re.IGNORECASE)


def is_printable(page: str, sheets: Iterable[str] = ()) -> bool:
    """Return whether a page or one of its sheets has rules for print, or the page has no style."""
    tree = LexborHTMLParser(page)
    nodes = tree.css('link[rel~="stylesheet"], style')
    if any(_is_print(node.attributes.get("media")) for node in nodes):
        return True
    if not nodes and tree.css_first("[style]") is None:
        return True  # a browser prints its text as it is
    styles = (node.text() for node in tree.css("style"))
    return any(_has_print_rules(text) for text in (*styles, *sheets))


def linked_sheets(page: str) -> list[tuple[str, str]]:
    """Address, as written, and media query of each linked style sheet."""
    nodes = LexborHTMLParser(page).css('link[rel~="stylesheet"][href]')
    return [
        (node.attributes.get("href") or "", node.attributes.get("media") or "") for node in nodes
    ]


def pdf_address(page: str) -> str | None:
    """Return the URL of the first PDF that the page links to, as written."""
    for node in LexborHTMLParser(page).css("a[href]"):
        address = node.attributes.get("href") or ""
        if address.partition("?")[0].lower().endswith(".pdf"):
            return address
    return None


def _is_print(media: str | None) -> bool:
    return bool(_PRINT.search(media or ""))


def _has_print_rules(css: str) -> bool:
    sheet = parse_style(css)
    queries = (query for rule in sheet.rules for query in rule.media)
    return any(map(_is_print, (*queries, *(one.media for one in sheet.imports))))
