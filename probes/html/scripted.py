"""Pages whose text is written by a script."""

from selectolax.lexbor import LexborHTMLParser

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
