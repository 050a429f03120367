"""Forms of a page as journeys."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from epreuve.audits.drafts.concealed import Concealed
from epreuve.audits.drafts.draft import DraftJourney, DraftStep, Guess, slug
from epreuve.audits.drafts.field import PLAIN, account
from epreuve.audits.drafts.field_name import is_secret
from epreuve.audits.drafts.form_field import (
    NOT_SENT,
    chosen_options,
    kind_of,
    submit_button,
    typed_value,
)
from epreuve.audits.drafts.form_purpose import Purpose, purpose_of, weight_of
from epreuve.audits.drafts.hidden_field import hidden_value
from epreuve.audits.drafts.note import expected_text, to_check
from epreuve.audits.drafts.page_address import base_of, own_address, target
from epreuve.audits.drafts.page_heading import heading
from epreuve.audits.drafts.translation import translate

_FIELDS = "input[name], select[name], textarea[name]"


class FoundForm(NamedTuple):
    """A form of a page: its journey and its purpose."""

    journey: DraftJourney
    purpose: Purpose


def page_forms(page: str, url: str, sheets: Iterable[str] = ()) -> Iterator[FoundForm]:
    """Yield the forms of the page at `url` that are sent to the same service."""
    tree = LexborHTMLParser(page)
    base = base_of(tree, url)
    concealed = Concealed(tree, sheets)
    for form in tree.css("form"):
        written = (form.attributes.get("action") or "").strip()
        address = own_address(base if written else url, written, url)
        if address is None:
            continue
        action = urlsplit(address)
        fields = _fields(tree, form)
        view = DraftStep("GET", target(url), contains=heading(tree))
        purpose = purpose_of(form, fields, action)
        _Filler(view, page, form, purpose).fill(submit := _submit(form, action), fields, concealed)
        _finish(submit, action)
        journey = DraftJourney(slug(urlsplit(url).path, "home"), [view, submit])
        journey.weight = weight_of(form, fields, purpose, f"{url} {action.path} {heading(tree)}")
        yield FoundForm(journey, purpose)


def _fields(tree: LexborHTMLParser, form: LexborNode) -> list[LexborNode]:
    """Return the fields of a form, also those elsewhere on the page, without disabled ones."""
    identity = form.attributes.get("id") or ""
    outside = tree.css(f'[form="{identity}"]') if re.fullmatch(r"[\w-]+", identity) else []
    fields = [*form.css(_FIELDS), *(one for one in outside if one.attributes.get("name"))]
    own = {one.mem_id: one for one in fields if one.tag in ("input", "select", "textarea")}
    return [one for one in own.values() if "disabled" not in one.attributes]


def _submit(form: LexborNode, action: SplitResult) -> DraftStep:
    is_post = (form.attributes.get("method") or "get").strip().lower() == "post"
    query = f"?{action.query}" if action.query and is_post else ""
    return DraftStep("POST" if is_post else "GET", (action.path or "/") + query)


def _finish(submit: DraftStep, action: SplitResult) -> None:
    """Ask for the proof of a submission; write the fields of a GET form as its query."""
    if submit.method == "GET":
        pairs = [(name, one.value) for name, guesses in submit.form.items() for one in guesses]
        query = urlencode(pairs, safe="{}.")
        submit.path = f"{action.path or '/'}?{query}" if query else (action.path or "/")
        submit.form, submit.files = {}, {}
        return
    submit.notes += [
        expected_text(translate("text that only a real acknowledgement shows")),
        to_check(
            translate(
                "{capture}, then {fields}",
                capture="capture: {receipt: 'n° (\\w+)'}",
                fields=["acknowledged_by", "verify"],
            )
        ),
    ]


class _Filler:
    """A user who fills in a form."""

    def __init__(self, view: DraftStep, page: str, form: LexborNode, purpose: Purpose) -> None:
        self._view, self._page, self._form, self._purpose = view, page, form, purpose

    def fill(self, submit: DraftStep, fields: list[LexborNode], concealed: Concealed) -> None:
        """Add the values of all fields, and that of the button that is clicked."""
        traps = concealed.traps([one for one in fields if kind_of(one) not in ("hidden",)])
        for node in fields:
            name, kind = node.attributes["name"] or "", kind_of(node)
            if not name or kind in NOT_SENT:
                continue
            if node.mem_id in traps:
                trap = translate("concealed from people: only robots fill it in")
                submit.form.setdefault(name, [Guess("", trap)])
            elif kind == "file":
                submit.files[name] = [Guess("{citizen.file}")]
            elif kind in ("radio", "checkbox"):
                _tick(submit, node, name, kind)
            elif kind == "select":
                submit.form.setdefault(name, chosen_options(node))
            else:
                submit.add(name, self._value(node, name, kind))
        button = submit_button(self._form)
        if button is not None and button.attributes["name"] not in submit.form:
            value = Guess(button.attributes.get("value") or "", translate("the button"))
            submit.add(button.attributes["name"] or "", value)

    def _value(self, node: LexborNode, name: str, kind: str) -> Guess:
        if kind == "hidden":
            value = node.attributes.get("value") or ""
            return hidden_value(self._view, name, value, self._page, self._start())
        one = typed_value(node, name, kind)
        is_account = one.value in ("{citizen.name}", "{citizen.email}", PLAIN)
        return account(name) if self._purpose == "login" and is_account else one

    def _start(self) -> str:
        """Return a pattern of the attribute by which this form differs from the others."""
        for attribute in ("id", "action", "name", "class"):
            value = self._form.attributes.get(attribute) or ""
            if value and self._page.count(f'{attribute}="{value}"') == 1:
                return rf'{attribute}="{re.escape(value)}"'
        return ""


def _tick(submit: DraftStep, node: LexborNode, name: str, kind: str) -> None:
    """Tick the checked or first button of a group; a box that is checked or required."""
    value = Guess(node.attributes.get("value") or "on", translate("the first option"))
    is_checked = "checked" in node.attributes
    if kind == "radio":
        if is_checked or name not in submit.form:
            submit.form[name] = [value]
    elif is_checked or ("required" in node.attributes and not is_secret(name)):
        submit.add(name, value)
