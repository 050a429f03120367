"""Visible text of a page, without parts that a browser with scripts does not display."""

import re
from collections.abc import Container, Iterable, Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from epreuve.probes.html.media_query import applies
from epreuve.probes.html.style_sheet import Rule, parse_style

_NEVER = "script, style, template, noscript, head, datalist, dialog:not([open]), object, iframe"
_NEVER_WITHOUT_SCRIPT = "script, style, template, datalist, dialog:not([open]), [hidden]"
_ATTRIBUTES = '[hidden], [aria-hidden="true"]'
_HIDING = re.compile(
    r"(?<![\w-])(display|visibility)\s*:\s*([\w-]+)\s*(!\s*important)?", re.IGNORECASE
)
_STATE = re.compile(
    r":(?:hover|focus|active|target|checked|visited|open|disabled|invalid|placeholder|popover|:)"
)
_PARTS = (re.compile(r"#[\w-]+"), re.compile(r"\.[\w-]+|\[[^\]]*\]|:[\w-]+"), re.compile(r"\w+"))
_HIDDEN = ("none", "hidden", "collapse")

Weight = tuple[bool, bool, tuple[int, ...], int]  # of a declaration: the highest one decides
Values = dict[str, tuple[Weight, str]]  # by property


def visible_tree(page: str, sheets: Iterable[str] = ()) -> LexborHTMLParser:
    """Return the tree of a page without the elements that a browser does not display.

    `sheets` are the texts of its linked style sheets. Simple rules count; changes by a script,
    or what lies under another element or beyond the screen, does not.
    """
    tree = LexborHTMLParser(page)
    texts = [*sheets, *(node.text() for node in tree.css("style") if _is_for_screen(node))]
    remove((*tree.css(_NEVER), *tree.css(_ATTRIBUTES), *_hidden_by_style(tree, texts)))
    return tree


class Displayed:
    """Display of the elements of a tree by a browser without scripts.

    Style sheets do not count where one displays an element at a state, such as a menu at `:hover`.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        sheets = [node.text() for node in tree.css("style") if _is_for_screen(node)]
        if any(
            _STATE.search(rule.selector) and _HIDING.search(rule.declarations)
            for sheet in sheets
            for rule in parse_style(sheet).rules
        ):
            sheets = []
        nodes = (*tree.css(_NEVER_WITHOUT_SCRIPT), *_hidden_by_style(tree, sheets))
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
    """Return the visible text of a page, and the numbers of its visible `tel:` links."""
    tree = visible_tree(page, sheets)
    links = (node.attributes.get("href") or "" for node in tree.css('a[href^="tel:"]'))
    return " ".join((visible_text(tree), *links))


def _is_inside(node: LexborNode, others: Container[int]) -> bool:
    parent = node.parent
    while parent is not None and parent.mem_id not in others:
        parent = parent.parent
    return parent is not None


def _is_for_screen(node: LexborNode) -> bool:
    return applies(node.attributes.get("media") or "")


def _hidden_by_style(tree: LexborHTMLParser, sheets: Iterable[str]) -> Iterator[LexborNode]:
    nodes: dict[int, LexborNode] = {}
    values: dict[int, Values] = {}
    rules = (rule for sheet in sheets for rule in parse_style(sheet).rules)
    for rank, rule in enumerate(rules):
        if _HIDING.search(rule.declarations) and all(map(applies, rule.media)):
            for node, weight in _selected(tree, rule):
                nodes[node.mem_id] = node
                _keep(values.setdefault(node.mem_id, {}), rule.declarations, False, weight, rank)
    for node in tree.css("[style]"):
        nodes[node.mem_id] = node
        style = node.attributes.get("style") or ""
        _keep(values.setdefault(node.mem_id, {}), style, True, (), 0)
    for key, node in nodes.items():
        if any(value in _HIDDEN for _, value in values[key].values()):
            yield node


def _selected(tree: LexborHTMLParser, rule: Rule) -> Iterator[tuple[LexborNode, tuple[int, ...]]]:
    for selector in re.split(r",(?![^(\[]*[)\]])", rule.selector):
        if _STATE.search(selector):
            continue
        try:
            nodes = tree.css(selector.strip())
        except SelectolaxError:
            continue
        specificity = tuple(len(part.findall(selector)) for part in _PARTS)
        for node in nodes:
            yield node, specificity


def _keep(
    values: Values, declarations: str, inline: bool, specificity: tuple[int, ...], rank: int
) -> None:
    for name, value, important in _HIDING.findall(declarations):
        weight = (bool(important), inline, specificity, rank)
        earlier = values.get(name.lower())
        if earlier is None or earlier[0] <= weight:
            values[name.lower()] = (weight, value.lower())
