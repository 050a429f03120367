"""Visible text of a page, without parts that a browser with scripts does not display."""

from collections.abc import Container, Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from epreuve.probes.html.cascade import cascaded, changes_at_state
from epreuve.probes.html.media_query import applies
from epreuve.probes.html.unreadable_style import unreadable

_NEVER = "script, style, template, noscript, head, datalist, dialog:not([open]), object, iframe"
_NEVER_WITHOUT_SCRIPT = "script, style, template, datalist, dialog:not([open]), [hidden]"
_ATTRIBUTES = '[hidden], [aria-hidden="true"]'
_DISPLAY = frozenset({"display", "visibility"})
_HIDDEN = ("none", "hidden", "collapse")


def visible_tree(page: str, sheets: Iterable[str] = ()) -> LexborHTMLParser:
    """Return the tree of a page without the elements that a browser does not display.

    `sheets` are the texts of its linked style sheets. Simple rules count; changes by a script,
    or what lies under another element or beyond the screen, does not.
    """
    return _displayed(page, sheets)[0]


class Displayed:
    """Display of the elements of a tree by a browser without scripts.

    Style sheets do not count where one displays an element at a state, such as a menu at `:hover`.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        sheets = [node.text() for node in tree.css("style") if _is_for_screen(node)]
        if changes_at_state(sheets, _DISPLAY):
            sheets = []
        nodes = (*tree.css(_NEVER_WITHOUT_SCRIPT), *hidden_by_style(tree, sheets))
        self._hidden = {node.mem_id for node in nodes}

    def __call__(self, node: LexborNode) -> bool:
        """Return whether an element is displayed."""
        return node.mem_id not in self._hidden and not _is_inside(node, self._hidden)


def remove(nodes: Iterable[LexborNode]) -> None:
    """Remove nodes from their tree, also where one contains another."""
    all_nodes = {node.mem_id: node for node in nodes}
    for node in [node for node in all_nodes.values() if not _is_inside(node, all_nodes)]:
        node.decompose()


def visible_text(tree: LexborHTMLParser) -> str:
    """Return the text of a tree, with single spaces."""
    body = tree.body
    return " ".join(body.text(separator=" ").split()) if body is not None else ""


def main_text(page: str) -> str:
    """Return the visible text of the main content of a page, else of the whole page."""
    tree = visible_tree(page)
    main = tree.css_first("main, [role=main]")
    return visible_text(tree) if main is None else main.text(separator=" ")


def page_text(page: str, sheets: Iterable[str] = ()) -> str:
    """Return the text of a page that users can read, and the numbers of its visible `tel:` links.

    A link without a text or a picture is not visible.
    """
    tree, texts = _displayed(page, sheets)
    remove(unreadable(tree, texts))
    links = (node for node in tree.css('a[href^="tel:"]') if _shows_anything(node))
    return " ".join((visible_text(tree), *(link.attributes["href"] or "" for link in links)))


def _displayed(page: str, sheets: Iterable[str]) -> tuple[LexborHTMLParser, list[str]]:
    """Return the tree of the displayed elements of a page, and the texts of its sheets."""
    tree = LexborHTMLParser(page)
    texts = [*sheets, *(node.text() for node in tree.css("style") if _is_for_screen(node))]
    remove((*tree.css(_NEVER), *tree.css(_ATTRIBUTES), *hidden_by_style(tree, texts)))
    return tree, texts


def _shows_anything(link: LexborNode) -> bool:
    return bool(link.text(strip=True)) or any(True for _ in link.iter())


def _is_inside(node: LexborNode, others: Container[int]) -> bool:
    parent = node.parent
    while parent is not None and parent.mem_id not in others:
        parent = parent.parent
    return parent is not None


def _is_for_screen(node: LexborNode) -> bool:
    return applies(node.attributes.get("media") or "")


def hidden_by_style(tree: LexborHTMLParser, sheets: Iterable[str]) -> Iterator[LexborNode]:
    """Yield the elements that style sheets hide."""
    for node, values in cascaded(tree, sheets, _DISPLAY):
        if any(value in _HIDDEN for value in values.values()):
            yield node
