"""Check of the built site: each link has a target, no page loads anything from another site.

    python docs/site/links.py dist/docs

Exit code 1 with one line per problem.
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
    """Yield one line per problem."""
    for page in sorted(site.rglob("*.html")):
        for link in _links(page):
            if problem := _problem(page, link):
                yield f"{page.relative_to(site)}: {link}: {problem}"
        for loaded in _loaded(page):
            if urlsplit(loaded).scheme in OUTSIDE or loaded.startswith("//"):
                yield f"{page.relative_to(site)}: loads {loaded} from another site"


@cache
def _tree(page: Path) -> LexborHTMLParser:
    return LexborHTMLParser(page.read_text(encoding="utf-8"))


@cache
def _anchors(page: Path) -> frozenset[str]:
    return frozenset(node.attributes["id"] or "" for node in _tree(page).css("[id]"))


def _links(page: Path) -> Iterator[str]:
    yield from (node.attributes["href"] or "" for node in _tree(page).css("a[href]"))
    yield from _loaded(page)


def _loaded(page: Path) -> Iterator[str]:
    for node in _tree(page).css(", ".join(LOADED)):
        yield node.attributes.get("href") or node.attributes.get("src") or ""


def _problem(page: Path, link: str) -> str | None:
    parts = urlsplit(link)
    if parts.scheme in (*OUTSIDE, "data"):
        return None
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.is_file():
        return "no such page"
    anchor = unquote(parts.fragment)
    if anchor and target.suffix == ".html" and anchor not in _anchors(target):
        return "no such anchor in that page"
    return None


if __name__ == "__main__":
    problems = list(broken(Path(sys.argv[1])))
    print("\n".join(problems) or "OK: all links have a target")
    sys.exit(bool(problems))
