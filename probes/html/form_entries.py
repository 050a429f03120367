"""Entries that a browser sends for a form of a page (WHATWG HTML, form submission)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from selectolax.lexbor import LexborNode

from epreuve.probes.html.form_controls import PageForm, ancestor, attribute, is_disabled, kind_of

Value = TypeVar("Value")
BUTTONS = ("submit", "image")
NOT_SENT = ("reset", "button")
_CLICK = "5"  # pixels from the corner of a picture that is a button


class FormEntry(NamedTuple, Generic[Value]):
    """Name and value of a field; the value is a text of the page, or one given by the user."""

    name: str
    value: str | Value
    is_file: bool = False
    """Whether it is a field for a file, to which none is attached."""


def names_of(form: PageForm) -> set[str]:
    """Return the names of the fields of a form, those without a value included."""
    return {name for control in form.controls if (name := attribute(control, "name"))}


def button_of(form: PageForm, given: Mapping[str, Sequence[object]]) -> LexborNode | None:
    """Return the button that sends a form: one with a given value, else the first that works."""
    buttons = [one for one in form.controls if kind_of(one) in BUTTONS]
    for button in buttons:
        if attribute(button, "value") in given.get(attribute(button, "name"), ()):
            return button
    return next((button for button in buttons if not is_disabled(button)), None)


def sending_attribute(form: LexborNode, button: LexborNode | None, name: str) -> str:
    """Return the `method`, `enctype` or `action` of a form: that of the button first."""
    own = "" if button is None else attribute(button, f"form{name}")
    return own or attribute(form, name)


def entries(
    form: PageForm, button: LexborNode | None, given: Mapping[str, Sequence[Value]]
) -> Iterator[FormEntry[Value] | FormEntry[str]]:
    """Yield the entries of a form, in the order of the page.

    `given` has values of the user, by the name of the field: they are in the place of its first
    control.
    """
    done: set[str] = set()
    for control in form.controls:
        name = attribute(control, "name")
        if name in given:
            if name not in done:
                yield from (FormEntry(name, value) for value in given[name])
            done.add(name)
        elif not is_disabled(control) and ancestor(control, ("datalist",)) is None:
            yield from _own(control, name, button)


def _own(control: LexborNode, name: str, button: LexborNode | None) -> Iterator[FormEntry[str]]:
    """Yield the entries of a control with the values of the page."""
    kind = kind_of(control)
    if kind in BUTTONS:
        if button is not None and control.mem_id == button.mem_id:
            yield from _of_button(control, kind, name)
    elif not name or kind in NOT_SENT:
        return
    elif control.tag == "select":
        yield from (FormEntry(name, value) for value in _chosen(control))
    elif control.tag == "textarea":
        yield FormEntry(name, control.text())
    elif kind in ("checkbox", "radio"):
        if "checked" in control.attributes:
            yield FormEntry(name, control.attributes.get("value", "on") or "")
    else:
        yield FormEntry(name, attribute(control, "value"), kind == "file")


def _of_button(button: LexborNode, kind: str, name: str) -> Iterator[FormEntry[str]]:
    if kind == "image":
        prefix = f"{name}." if name else ""
        yield from (FormEntry(f"{prefix}{axis}", _CLICK) for axis in "xy")
    elif name:
        yield FormEntry(name, attribute(button, "value"))


def _chosen(control: LexborNode) -> list[str]:
    """Return the values of the options that are chosen before the user does anything."""
    options = control.css("option")
    chosen = [one for one in options if "selected" in one.attributes]
    if "multiple" not in control.attributes:
        size = attribute(control, "size")
        is_menu = size in ("", "0", "1")
        usable = [one for one in options if not _is_closed(one)]
        chosen = chosen[-1:] or (usable[:1] if is_menu else [])
    return [_option_value(one) for one in chosen if not _is_closed(one)]


def _is_closed(option: LexborNode) -> bool:
    group = ancestor(option, ("optgroup", "select"))
    in_closed = group is not None and group.tag == "optgroup" and "disabled" in group.attributes
    return in_closed or "disabled" in option.attributes


def _option_value(option: LexborNode) -> str:
    if "value" in option.attributes:
        return attribute(option, "value")
    return " ".join(option.text().split())
