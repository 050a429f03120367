"""Text that identifies a page."""

import re

from selectolax.lexbor import LexborHTMLParser

_PLACEHOLDER = re.compile(r"\{[A-Za-z_]")  # would be read as a placeholder of a profile
LONGEST = 60  # characters


def heading(tree: LexborHTMLParser) -> str:
    """Return a text that identifies a page: its first heading, else its title."""
    for selector in ("h1", "title", "h2"):
        node = tree.css_first(selector)
        text = " ".join(node.text().split()) if node is not None else ""
        if text and not _PLACEHOLDER.search(text):
            return text[:LONGEST].strip()
    return ""
