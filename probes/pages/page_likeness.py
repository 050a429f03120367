"""Comparison of a page with the same page in calm: its kind, its title and its own words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.html.visible_text import main_text
from epreuve.probes.http.response import HttpResponse

HALF = 0.5  # of the own words: a page with the same title is then the page of calm [A]
NEARLY_ALL = 0.9  # of the own words: so is a page with another title [A]
NEARLY_NONE = 0.1  # of the own words, under which it is another page [A]
_WORD = re.compile(r"[^\W\d_]{4,}")  # shorter words are on any page
_DIGITS = re.compile(r"\d+")

Likeness = Literal["alike", "partly", "unlike"]


@dataclass(frozen=True, slots=True)
class CalmPage:
    """A page in calm: media type, title without digits (empty where it varies) and own words."""

    kind: str
    title: str
    words: frozenset[str]


def calm_page(loads: Sequence[HttpResponse], unknown: HttpResponse | None) -> CalmPage:
    """Return what several loads of a page share, without the words of an unknown address.

    Those are in the frame of all pages. Where the page has no other words, they count.
    """
    titles = {_title(page) for page in loads}
    words = frozenset.intersection(*map(_words, loads))
    own = words - _words(unknown) if unknown is not None else words
    return CalmPage(_kind(loads[0]), titles.pop() if len(titles) == 1 else "", own or words)


def likeness(calm: CalmPage, page: HttpResponse) -> Likeness:
    """Return whether a page is that of calm, shows a part of it, or is another page."""
    if _kind(page) != calm.kind:
        return "unlike"
    if not calm.words:
        return "alike"
    share = len(calm.words & _words(page)) / len(calm.words)
    if share >= (HALF if _title(page) == calm.title or not calm.title else NEARLY_ALL):
        return "alike"
    return "unlike" if share < NEARLY_NONE else "partly"


def _kind(page: HttpResponse) -> str:
    return page.headers.get("content-type", "").partition(";")[0].strip().lower()


def _title(page: HttpResponse) -> str:
    title = LexborHTMLParser(page.text).css_first("title") if page.is_html else None
    return "" if title is None else _DIGITS.sub("#", " ".join(title.text().split()))


def _words(page: HttpResponse) -> frozenset[str]:
    if page.is_html:
        text = main_text(page.text)
    else:
        text = page.readable if page.is_text or page.is_json else ""
    return frozenset(_WORD.findall(text.lower()))
