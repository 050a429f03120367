"""Submissions of the forms of a page that a user can send without a script."""

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from epreuve.probes.html.visible_text import Displayed

_CONTROLS = "input, select, textarea, button"
_TABLE_PARTS = ("table", "thead", "tbody", "tfoot", "tr")
_WITHOUT_TEXT = (
    "hidden", "checkbox", "radio", "file", "submit", "image", "reset", "button", "color", "range",
)  # fmt: skip


class FormRequest(NamedTuple):
    """Request of a form: method, encoding, address (None is that of the page), names of fields."""

    method: str
    encoding: str
    action: str | None
    names: frozenset[str]


class _Form(NamedTuple):
    node: LexborNode
    controls: list[LexborNode]


def submissions(tree: LexborHTMLParser) -> Iterator[FormRequest]:
    """Yield one submission for each button that sends a displayed form, or for its Enter key.

    A button that is disabled or hidden sends nothing, and the field of a text that is hidden and
    empty cannot be filled.
    """
    displayed = Displayed(tree)
    for form, controls in _forms(tree):
        if displayed(form):
            yield from _of_form(form, controls, displayed)


def _of_form(
    form: LexborNode, controls: list[LexborNode], displayed: Displayed
) -> Iterator[FormRequest]:
    usable = [one for one in controls if not _is_disabled(one)]
    names = {name for one in usable if _is_field(one, displayed) and (name := _value(one, "name"))}
    buttons = [one for one in controls if _kind(one) in ("submit", "image")]
    for button in buttons:
        if not _is_disabled(button) and displayed(button):
            yield _submission(form, button, names)
    texts = [one for one in usable if _is_line(one)]
    if not buttons and len(texts) == 1 and displayed(texts[0]):
        yield _submission(form, None, names)  # browsers send it at the Enter key


def _submission(form: LexborNode, button: LexborNode | None, names: set[str]) -> FormRequest:
    values = {} if button is None else button.attributes
    own = form.attributes
    name = values.get("name")
    if name and values.get("type") == "image":
        names = {*names, f"{name}.x", f"{name}.y"}
    elif name:
        names = {*names, name}
    return FormRequest(
        method=(values.get("formmethod") or own.get("method") or "get").upper(),
        encoding=(values.get("formenctype") or own.get("enctype") or "").lower(),
        action=values["formaction"] if "formaction" in values else own.get("action"),
        names=frozenset(names),
    )


def _forms(tree: LexborHTMLParser) -> list[_Form]:
    """Return the forms of a page with their controls, as the HTML parser relates them."""
    forms: dict[int, _Form] = {}
    by_id: dict[str, _Form] = {}
    for node in tree.css("form"):
        forms[node.mem_id] = form = _Form(node, [])
        by_id.setdefault(_value(node, "id"), form)
    loose: LexborNode | None = None  # a form in a table has its controls beside it
    for node in tree.css(f"form, {_CONTROLS}"):
        if node.tag == "form":
            loose = node if _is_loose(node) else None
        elif "form" in node.attributes:
            if name := _value(node, "form"):
                by_id.get(name, _Form(node, [])).controls.append(node)
        elif (owner := _ancestor(node, ("form",))) is not None:
            forms[owner.mem_id].controls.append(node)
        elif loose is not None and _is_in_table_of(node, loose):
            forms[loose.mem_id].controls.append(node)
    return list(forms.values())


def _is_loose(form: LexborNode) -> bool:
    parent = form.parent
    return parent is not None and parent.tag in _TABLE_PARTS and form.child is None


def _is_in_table_of(node: LexborNode, form: LexborNode) -> bool:
    table, own = _ancestor(form, ("table",)), _ancestor(node, ("table",))
    return table is not None and own is not None and own.mem_id == table.mem_id


def _ancestor(node: LexborNode, tags: tuple[str, ...]) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag not in tags:
        parent = parent.parent
    return parent


def _is_disabled(control: LexborNode) -> bool:
    if "disabled" in control.attributes:
        return True
    node, group = control, control.parent
    while group is not None:
        # The controls in the first legend of a disabled group work.
        if group.tag == "fieldset" and "disabled" in group.attributes and node.tag != "legend":
            return True
        node, group = group, group.parent
    return False


def _is_field(control: LexborNode, displayed: Displayed) -> bool:
    """Return whether a control is sent with the user's value, whatever button is used."""
    if _kind(control) in ("submit", "image", "reset", "button"):
        return False
    if control.tag == "textarea":
        return displayed(control) or bool(control.text().strip())
    return not _is_line(control) or displayed(control) or bool(_value(control, "value"))


def _is_line(control: LexborNode) -> bool:
    """Return whether a control is a field of one line of text."""
    return control.tag == "input" and _kind(control) not in _WITHOUT_TEXT


def _kind(control: LexborNode) -> str:
    kind = _value(control, "type").lower()
    if control.tag == "button":
        return kind if kind in ("reset", "button") else "submit"
    return kind if control.tag == "input" else ""


def _value(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""
