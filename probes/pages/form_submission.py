"""Submissions of the forms of a page that a user can send without a script."""

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from epreuve.probes.html.form_controls import attribute, forms_of, is_disabled, kind_of
from epreuve.probes.html.form_entries import BUTTONS, NOT_SENT, sending_attribute
from epreuve.probes.html.visible_text import Displayed

_WITHOUT_TEXT = (
    "hidden", "checkbox", "radio", "file", "submit", "image", "reset", "button", "color", "range",
)  # fmt: skip


class FormRequest(NamedTuple):
    """Request of a form: method, encoding, address (None is that of the page), names of fields."""

    method: str
    encoding: str
    action: str | None
    names: frozenset[str]


def submissions(tree: LexborHTMLParser) -> Iterator[FormRequest]:
    """Yield one submission for each button that sends a displayed form, or for its Enter key.

    A button that is disabled or hidden sends nothing, and the field of a text that is hidden and
    empty cannot be filled.
    """
    displayed = Displayed(tree)
    for form, controls in forms_of(tree):
        if displayed(form):
            yield from _of_form(form, controls, displayed)


def _of_form(
    form: LexborNode, controls: list[LexborNode], displayed: Displayed
) -> Iterator[FormRequest]:
    usable = [one for one in controls if not is_disabled(one)]
    names = {
        name for one in usable if _is_field(one, displayed) and (name := attribute(one, "name"))
    }
    buttons = [one for one in controls if kind_of(one) in BUTTONS]
    for button in buttons:
        if not is_disabled(button) and displayed(button):
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
        method=(sending_attribute(form, button, "method") or "get").upper(),
        encoding=sending_attribute(form, button, "enctype").lower(),
        action=values["formaction"] if "formaction" in values else own.get("action"),
        names=frozenset(names),
    )


def _is_field(control: LexborNode, displayed: Displayed) -> bool:
    """Return whether a control is sent with the user's value, whatever button is used."""
    if kind_of(control) in (*BUTTONS, *NOT_SENT):
        return False
    if control.tag == "textarea":
        return displayed(control) or bool(control.text().strip())
    return not _is_line(control) or displayed(control) or bool(attribute(control, "value"))


def _is_line(control: LexborNode) -> bool:
    """Return whether a control is a field of one line of text."""
    return control.tag == "input" and kind_of(control) not in _WITHOUT_TEXT
