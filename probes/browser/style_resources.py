"""Resources that style sheets load: imported sheets, images of displayed elements, fonts in use."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from epreuve.probes.browser.resource import Resource, is_displayed, resource
from epreuve.probes.html.base_address import base_of
from epreuve.probes.html.media_query import applies
from epreuve.probes.html.style_sheet import FONT_FACE, Rule, addresses, parse_style

_DECLARATION = re.compile(r"([\w-]+)\s*:\s*((?:\"[^\"]*\"|'[^']*'|url\([^)]*\)|[^;])*)")
_PSEUDO = re.compile(r"::?(?:before|after|marker|first-line|first-letter|placeholder|selection)\b")
_STATE = re.compile(r":(?:hover|focus|active|target|checked|visited|invalid|disabled|popover)")
_RANGE = re.compile(r"U\+([\dA-F?]{1,6})(?:-([\dA-F]{1,6}))?", re.IGNORECASE)


class Sheet(NamedTuple):
    """Text of a style sheet, and the URL that its addresses start from."""

    css: str
    base: str


def sheets_of(tree: LexborHTMLParser, base: str) -> list[Sheet]:
    """Return the style elements of a page that apply to a screen."""
    base = base_of(tree, base)
    nodes = (node for node in tree.css("style") if applies(node.attributes.get("media") or ""))
    return [Sheet(node.text(), base) for node in nodes if is_displayed(node)]


def of_style(css: str, base: str, tree: LexborHTMLParser | None = None) -> list[Resource]:
    """List imported sheets and images once each; of displayed elements only, with a `tree`."""
    parts: list[Resource | None] = [*imports_of(css, base)]
    images: dict[tuple[str, str], list[str]] = {}
    for rule in parse_style(css).rules:
        if rule.selector != FONT_FACE and all(map(applies, rule.media)):
            for name, value in _DECLARATION.findall(rule.declarations):
                key = rule.selector, name.lower().removesuffix("-image")
                images[key] = addresses(value)  # the last declaration of a property decides
    for (selector, name), urls in images.items():
        if urls and (tree is None or _selects(tree, selector, name)):
            parts += [resource(base, url) for url in urls]
    return list({part.url: part for part in reversed(parts) if part is not None}.values())[::-1]


def imports_of(css: str, base: str) -> list[Resource]:
    """List imported sheets; a browser loads them also where their media query does not apply."""
    parts = (
        resource(base, one.address, applies(one.media), is_style=True)
        for one in parse_style(css).imports
    )
    return [part for part in parts if part is not None]


def fonts_of(sheets: Sequence[Sheet], tree: LexborHTMLParser | None = None) -> list[Resource]:
    """List the first source of each font face; with a `tree`, of those that its text uses."""
    rules = [(rule, sheet.base) for sheet in sheets for rule in parse_style(sheet.css).rules]
    styles = " ".join(rule.declarations for rule, _ in rules if rule.selector != FONT_FACE).lower()
    text = frozenset(tree.body.text()) if tree is not None and tree.body is not None else None
    if tree is not None:
        inline = (node.attributes.get("style") or "" for node in tree.css("[style*=font]"))
        styles = " ".join((styles, *inline)).lower()
    parts = [
        resource(base, url)
        for rule, base in rules
        if rule.selector == FONT_FACE and (text is None or _is_used(rule, styles, text))
        for url in rule.addresses()[:1]
    ]
    return list({part.url: part for part in parts if part is not None}.values())


def _selects(tree: LexborHTMLParser, selectors: str, name: str) -> bool:
    """Return whether a rule sets a property that the element's own style does not override."""
    for selector in selectors.split(","):
        if _STATE.search(selector):
            continue
        plain = _PSEUDO.sub("", selector).strip() or "*"
        try:
            nodes = tree.css(plain)
        except SelectolaxError:
            return True  # unknown: counted
        styles = (node.attributes.get("style") or "" for node in nodes if is_displayed(node))
        if any(name not in style or plain != selector.strip() for style in styles):
            return True
    return False


def _is_used(face: Rule, styles: str, text: Iterable[str]) -> bool:
    values = {name.lower(): value for name, value in _DECLARATION.findall(face.declarations)}
    family = values.get("font-family", "").strip().strip("\"'").lower()
    if not re.search(rf"font(?:-family)?\s*:[^;]*{re.escape(family)}", styles):
        return False
    ranges = [_bounds(*match) for match in _RANGE.findall(values.get("unicode-range", ""))]
    return not ranges or any(low <= ord(one) <= high for one in text for low, high in ranges)


def _bounds(first: str, last: str) -> tuple[int, int]:
    return int(first.replace("?", "0"), 16), int(last or first.replace("?", "F"), 16)
