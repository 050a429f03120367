"""Address from which the relative ones of a page start."""

from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser


def base_of(tree: LexborHTMLParser, url: str) -> str:
    """Return the URL that relative addresses of the page at `url` start from."""
    node = tree.css_first("base[href]")
    return url if node is None else urljoin(url, node.attributes.get("href") or "")
