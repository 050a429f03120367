"""Forms of a page with their controls, as the HTML parser of a browser relates them."""

from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

_CONTROLS = "input, select, textarea, button"
_TABLE_PARTS = ("table", "thead", "tbody", "tfoot", "tr")


class PageForm(NamedTuple):
    """A form and its controls, in the order of the page."""

    node: LexborNode
    controls: list[LexborNode]


def forms_of(tree: LexborHTMLParser) -> list[PageForm]:
    """Return the forms of a page with their controls, as the HTML parser relates them."""
    forms: dict[int, PageForm] = {}
    by_id: dict[str, PageForm] = {}
    for node in tree.css("form"):
        forms[node.mem_id] = form = PageForm(node, [])
        by_id.setdefault(attribute(node, "id"), form)
    loose: LexborNode | None = None  # a form in a table has its controls beside it
    for node in tree.css(f"form, {_CONTROLS}"):
        if node.tag == "form":
            loose = node if _is_loose(node) else None
        elif "form" in node.attributes:
            if name := attribute(node, "form"):
                by_id.get(name, PageForm(node, [])).controls.append(node)
        elif (owner := ancestor(node, ("form",))) is not None:
            forms[owner.mem_id].controls.append(node)
        elif loose is not None and _is_in_table_of(node, loose):
            forms[loose.mem_id].controls.append(node)
    return list(forms.values())


def _is_loose(form: LexborNode) -> bool:
    parent = form.parent
    return parent is not None and parent.tag in _TABLE_PARTS and form.child is None


def _is_in_table_of(node: LexborNode, form: LexborNode) -> bool:
    table, own = ancestor(form, ("table",)), ancestor(node, ("table",))
    return table is not None and own is not None and own.mem_id == table.mem_id


def ancestor(node: LexborNode, tags: tuple[str, ...]) -> LexborNode | None:
    """Return the nearest element around a node with one of some tags."""
    parent = node.parent
    while parent is not None and parent.tag not in tags:
        parent = parent.parent
    return parent


def is_disabled(control: LexborNode) -> bool:
    """Return whether a control is disabled, by itself or by its group."""
    if "disabled" in control.attributes:
        return True
    node, group = control, control.parent
    while group is not None:
        # The controls in the first legend of a disabled group work.
        if group.tag == "fieldset" and "disabled" in group.attributes and node.tag != "legend":
            return True
        node, group = group, group.parent
    return False


def kind_of(control: LexborNode) -> str:
    """Return the type of a control in lower case; "" for a list or a text area."""
    kind = attribute(control, "type").lower()
    if control.tag == "button":
        return kind if kind in ("reset", "button") else "submit"
    return kind if control.tag == "input" else ""


def attribute(node: LexborNode, name: str) -> str:
    """Return an attribute of an element; "" without it or without a value."""
    return node.attributes.get(name) or ""
