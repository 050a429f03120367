"""Filling in of a form: the values that a user adds to those of the page."""

from collections.abc import Mapping, Sequence

from selectolax.lexbor import LexborNode

from epreuve.audits.drafts.concealed import Concealed
from epreuve.audits.drafts.draft import DraftStep, Guess
from epreuve.audits.drafts.field import of_login
from epreuve.audits.drafts.field_name import is_secret
from epreuve.audits.drafts.form_field import (
    NOT_SENT,
    chosen_options,
    kind_of,
    submit_button,
    typed_value,
)
from epreuve.audits.drafts.translation import translate
from epreuve.probes.html.form_controls import PageForm, attribute, is_disabled
from epreuve.probes.html.form_entries import button_of, entries
from epreuve.reports.text import NO_TEXT

_CHOSEN = ("radio", "checkbox")


def has_hidden_values(form: PageForm) -> bool:
    """Return whether a form has values that its page alone knows, such as a CSRF token."""
    return any(kind_of(one) == "hidden" and attribute(one, "value") for one in form.controls)


def all_values(form: PageForm, typed: Mapping[str, list[Guess]]) -> dict[str, list[Guess]]:
    """Return all values that are sent: typed ones, and those that the page has."""
    values: dict[str, list[Guess]] = {}
    reason = translate("the value of the page")
    for entry in entries(form, button_of(form, typed), typed):
        if isinstance(entry.value, Guess):
            values.setdefault(entry.name, []).append(entry.value)
        elif not entry.is_file:
            one = Guess(entry.value, reason if entry.value else NO_TEXT)
            values.setdefault(entry.name, []).append(one)
    return values


def fill(submit: DraftStep, form: PageForm, concealed: Concealed, *, logs_in: bool) -> None:
    """Add the values that a user types or chooses, and the button that is clicked."""
    fields = [one for one in form.controls if attribute(one, "name") and not is_disabled(one)]
    typed = [one for one in fields if kind_of(one) not in ("hidden", *NOT_SENT)]
    traps = concealed.traps(typed)
    for node in typed:
        name, kind = attribute(node, "name"), kind_of(node)
        if node.mem_id in traps:
            trap = translate("concealed from people: only robots fill it in")
            submit.form.setdefault(name, [Guess("", trap)])
        elif kind == "file":
            submit.files.setdefault(name, [Guess("{citizen.file}")])
        elif kind in _CHOSEN:
            _tick(submit, node, fields)
        elif kind == "select":
            _choose(submit, node)
        elif kind != "button":
            _type(submit, node, logs_in=logs_in)
    button = submit_button(form.node)
    if button is not None and not _is_first(button, form):
        value = Guess(attribute(button, "value"), translate("the button"))
        submit.form.setdefault(attribute(button, "name"), [value])


def _is_first(button: LexborNode, form: PageForm) -> bool:
    first = button_of(form, {})
    return first is not None and first.mem_id == button.mem_id


def _type(submit: DraftStep, node: LexborNode, *, logs_in: bool) -> None:
    """Type a value, unless the page has one that says nothing about the user."""
    name, kind = attribute(node, "name"), kind_of(node)
    one = typed_value(node, name, kind)
    if attribute(node, "value") and "{" not in one.value:
        return
    submit.add(name, of_login(name, one) if logs_in else one)


def _tick(submit: DraftStep, node: LexborNode, fields: Sequence[LexborNode]) -> None:
    """Tick the first button of a group without a ticked one, and a box that is required."""
    name, kind = attribute(node, "name"), kind_of(node)
    group = [one for one in fields if attribute(one, "name") == name]
    if any("checked" in one.attributes for one in group) or name in submit.form:
        return
    if kind == "radio" or ("required" in node.attributes and not is_secret(name)):
        value = node.attributes.get("value", "on") or ""
        submit.form[name] = [Guess(value, translate("the first option"))]


def _choose(submit: DraftStep, node: LexborNode) -> None:
    """Choose the first option with a value, where the page has chosen none."""
    own = node.css("option[selected]") or node.css("option")
    chosen = own[0] if own and "multiple" not in node.attributes else None
    has_value = chosen is not None and (chosen.attributes.get("value", chosen.text().strip()))
    options = chosen_options(node)
    if not has_value and options[0].value:
        submit.form.setdefault(attribute(node, "name"), options)
