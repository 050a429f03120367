"""Cascade of style sheets: the values that decide for each element. Simple rules only."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from epreuve.probes.html.media_query import applies
from epreuve.probes.html.style_sheet import Rule, parse_style

_STATE = re.compile(
    r":(?:hover|focus|active|target|checked|visited|open|disabled|invalid|placeholder|popover|:)"
)
_PARTS = (re.compile(r"#[\w-]+"), re.compile(r"\.[\w-]+|\[[^\]]*\]|:[\w-]+"), re.compile(r"\w+"))
_DECLARATION = re.compile(r"(?<![\w-])([\w-]+)\s*:\s*([^;]*)")
_IMPORTANT = re.compile(r"\s*!\s*important\s*", re.IGNORECASE)

Weight = tuple[bool, bool, tuple[int, ...], int]  # of a declaration: the highest one decides
Values = dict[str, tuple[Weight, str]]  # by property


def cascaded(
    tree: LexborHTMLParser, sheets: Iterable[str], properties: Collection[str]
) -> Iterator[tuple[LexborNode, Mapping[str, str]]]:
    """Yield each element that has values of its own for some properties, and these values.

    Rules of a state, such as `:hover`, do not count.
    """
    nodes: dict[int, LexborNode] = {}
    values: dict[int, Values] = {}
    rules = (rule for sheet in sheets for rule in parse_style(sheet).rules)
    for rank, rule in enumerate(rules):
        declared = _declared(rule.declarations, properties)
        if declared and all(map(applies, rule.media)):
            for node, weight in _selected(tree, rule):
                nodes[node.mem_id] = node
                _keep(values.setdefault(node.mem_id, {}), declared, False, weight, rank)
    for node in tree.css("[style]"):
        declared = _declared(node.attributes.get("style") or "", properties)
        nodes[node.mem_id] = node
        _keep(values.setdefault(node.mem_id, {}), declared, True, (), 0)
    for key, node in nodes.items():
        yield node, {name: value for name, (_, value) in values[key].items()}


def changes_at_state(sheets: Iterable[str], properties: Collection[str]) -> bool:
    """Return whether a sheet sets some properties at a state of an element, such as `:hover`."""
    return any(
        _STATE.search(rule.selector) and _declared(rule.declarations, properties)
        for sheet in sheets
        for rule in parse_style(sheet).rules
    )


def _declared(declarations: str, properties: Collection[str]) -> list[tuple[str, str, bool]]:
    """Return the declarations of some properties: name, value, and whether it is important."""
    values = []
    for name, value in _DECLARATION.findall(declarations):
        if name.lower() in properties:
            plain = _IMPORTANT.sub("", value)
            values.append((name.lower(), plain.strip().lower(), plain != value))
    return values


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
    values: Values,
    declared: Iterable[tuple[str, str, bool]],
    inline: bool,
    specificity: tuple[int, ...],
    rank: int,
) -> None:
    for name, value, important in declared:
        weight = (important, inline, specificity, rank)
        earlier = values.get(name)
        if earlier is None or earlier[0] <= weight:
            values[name] = (weight, value)
