"""Elements of a page that a selector selects."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode, SelectolaxError

from epreuve.probes.http.response import HttpResponse


def selected(page: HttpResponse, selector: str) -> Iterator[LexborNode]:
    """Yield the elements; none where a filled placeholder makes the selector invalid."""
    try:
        yield from page.tree.css(selector)
    except SelectolaxError:
        return
