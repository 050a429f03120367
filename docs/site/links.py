"""Every link of the built site leads somewhere, and no page loads anything from elsewhere.

    python docs/site/links.py dist/docs

Ends with 1 and names what is broken.
"""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

LOADED = ("link[href]", "script[src]", "img[src]")
OUTSIDE = ("http", "https", "mailto")


def broken(site: Path) -> Iterator[str]:
    """What is wrong, one line each."""
    for page in sorted(site.rglob("*.html")):
        for link in _links(page):
            if why := _fault(page, link):
                yield f"{page.relative_to(site)}: {link} {why}"
        for loaded in _loaded(page):
            if urlsplit(loaded).scheme in OUTSIDE or loaded.startswith("//"):
                yield f"{page.relative_to(site)}: loads {loaded} from elsewhere"


@cache
def _tree(page: Path) -> LexborHTMLParser:
    return LexborHTMLParser(page.read_text(encoding="utf-8"))


@cache
def _anchors(page: Path) -> frozenset[str]:
    return frozenset(each.attributes["id"] or "" for each in _tree(page).css("[id]"))


def _links(page: Path) -> Iterator[str]:
    yield from (each.attributes["href"] or "" for each in _tree(page).css("a[href]"))
    yield from _loaded(page)


def _loaded(page: Path) -> Iterator[str]:
    for each in _tree(page).css(", ".join(LOADED)):
        yield each.attributes.get("href") or each.attributes.get("src") or ""


def _fault(page: Path, link: str) -> str | None:
    parts = urlsplit(link)
    if parts.scheme in (*OUTSIDE, "data"):
        return None
    aimed = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not aimed.is_file():
        return "leads nowhere"
    wanted = unquote(parts.fragment)
    if wanted and aimed.suffix == ".html" and wanted not in _anchors(aimed):
        return "names no place of that page"
    return None


if __name__ == "__main__":
    found = list(broken(Path(sys.argv[1])))
    print("\n".join(found) or "all links lead somewhere")
    sys.exit(bool(found))
