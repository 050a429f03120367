"""Pages whose text is written by a script."""

from collections.abc import Iterable

from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.html.visible_text import page_text

FEW_CHARACTERS = 100  # of a page with nothing but its name and “Loading…”
_OTHER_TYPES = ("json", "template", "speculationrules", "importmap")  # data, not a script


def is_built_by_script(page: str, visible: str) -> bool:
    """Return whether a page has nearly no visible text and no form, but loads a script."""
    if len(visible.strip()) >= FEW_CHARACTERS:
        return False
    tree = LexborHTMLParser(page)
    types = [(node.attributes.get("type") or "").lower() for node in tree.css("script")]
    scripts = [kind for kind in types if not any(other in kind for other in _OTHER_TYPES)]
    return bool(scripts) and tree.css_first("form") is None


def is_script_page(page: str, sheets: Iterable[str] = ()) -> bool:
    """Return `is_built_by_script` of a page with the texts of its linked style sheets."""
    return is_built_by_script(page, page_text(page, sheets))
