"""Guidance in a failed response: when to come back, or another channel (CON-6, DEG-3)."""

import re
from collections.abc import Iterable
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.html.visible_text import remove, visible_tree
from epreuve.probes.http.response import HttpResponse

_AROUND = (
    "header, footer, nav, aside, [role=banner], [role=navigation], [role=contentinfo], #footer,"
    ".footer, #header, .header, #menu, .menu, .navbar, .breadcrumb, .site-footer, .page-footer"
)
FEWEST_WORDS = 3  # of a sentence: a link such as “Accueil” is none
# What is wrong, in a page with a status of success.
_STATE = re.compile(
    r"indisponib|interrompu|perturb|en panne|surcharg|satur|affluence|maintenance|momentan"
    r"|ne r[ée]pond (?:pas|plus)|n['’]a pas pu|impossible|[ée]chou|erreur|trop de|beaucoup de monde"
    r"|file d['’]attente|unavailable|interrupted|overload|\bbusy\b|\bfail|unable|could ?n[o'’]t"
    r"|cannot|\berror|too many|high (?:demand|traffic)|outage|incident|queue|\bdown\b",
    re.IGNORECASE,
)
_WAIT = re.compile(
    r"patient(?:ez|er)|r[ée]essa(?:y|i)|revenez|revenir (?:dans|plus tard|[àa] )|recommencez"
    r"|(?:veuillez|merci d['’]) ?attendre|plus tard|ult[ée]rieurement|file d['’]attente"
    r"|(?:dans|d['’]ici) (?:quelques|\d+) (?:secondes?|minutes?|heures?|jours?)|votre place"
    r"|try again|retry|come back|please wait|waiting (?:room|list|line|queue)|in (?:line|the queue)"
    r"|your (?:place|position)|in (?:a few|\d+) (?:seconds?|minutes?|hours?|days?)|\blater\b",
    re.IGNORECASE,
)
_CHANNEL = re.compile(
    r"(?:\+|00)33[\s.\-]?\d(?:[\s.\-]?\d\d){4}|\b0\d(?:[\s.\-]?\d\d){4}\b|\+\d{2,3}[\s\d.\-]{7,}"
    r"|guichets?\b(?! (?:en ligne|num[ée]rique|unique))|(?:par|au) t[ée]l[ée]phone|appelez"
    r"|t[ée]l[ée]phonez|contactez|en mairie|[àa] l['’]accueil|par courrier"
    r"|(?:sur|formulaire) papier"
    r"|\bcall (?:us|\+?\d)|by (?:phone|post|mail)|(?:at|to) (?:the|our|a) (?:counter|desk|office)"
    r"|in person|phone us|paper form|town hall|help ?(?:line|desk)",
    re.IGNORECASE,
)


class Guidance:
    """Reader of failed responses, which knows the first successful response of each step."""

    def __init__(self) -> None:
        self._usual: dict[str, HttpResponse] = {}

    def read(self, step: str, response: HttpResponse, succeeded: bool) -> bool:
        """Return whether a response gives guidance; one that succeeded needs none."""
        if succeeded:
            self._usual.setdefault(step, response)
            return False
        return gives_guidance(response, self._usual.values())


def gives_guidance(response: HttpResponse, usual: Iterable[HttpResponse] = ()) -> bool:
    """Return whether a failed response gives the next action.

    `Retry-After` does, and a sentence of the main content about waiting or another channel, with
    an error status or a text that states the failure. `usual` are successful pages of the service:
    text that they show too, such as the footer, is no guidance.
    """
    if "retry-after" in response.headers:
        return True
    common = {line for page in usual for line in _lines(page.text, page.is_html)}
    lines = [line for line in _content(response.text, response.is_html) if line not in common]
    is_stated = response.status >= 400 or any(map(_STATE.search, lines))
    return is_stated and any(map(_is_sentence, lines))


def _is_sentence(line: str) -> bool:
    is_long = len(line.split()) >= FEWEST_WORDS
    return is_long and (_WAIT.search(line) or _CHANNEL.search(line)) is not None


@lru_cache(maxsize=64)
def _content(text: str, is_html: bool) -> tuple[str, ...]:
    """Return the lines of the main content, from a cache for responses that are alike."""
    if not is_html:
        return tuple(text.splitlines())
    tree = visible_tree(text)
    main = tree.css_first("main, [role=main]")
    if main is not None:
        return _blocks(main.html or "")
    remove(node for node in tree.css(_AROUND) if node.tag not in ("html", "body"))
    return _blocks(tree.html or "")


@lru_cache(maxsize=256)
def _lines(text: str, is_html: bool) -> frozenset[str]:
    return frozenset(_blocks(text) if is_html else text.splitlines())


def _blocks(html: str) -> tuple[str, ...]:
    """Return the text of each block; inline elements belong to the block around them."""
    tree = LexborHTMLParser(html)
    tree.unwrap_tags(["a", "abbr", "b", "em", "i", "small", "span", "strong", "time"])
    body = tree.body
    if body is None:
        return ()
    body.merge_text_nodes()
    text = body.text(separator="\n")
    return tuple(" ".join(line.split()) for line in text.split("\n") if line.strip())
