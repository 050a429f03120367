"""Forms of a page as journeys."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.drafts.concealed import Concealed
from epreuve.audits.drafts.draft import DraftJourney, DraftStep, slug
from epreuve.audits.drafts.form_field import sends_by_post
from epreuve.audits.drafts.form_filling import all_values, fill, has_hidden_values
from epreuve.audits.drafts.form_purpose import Purpose, purpose_of, weight_of
from epreuve.audits.drafts.form_selector import selector_of
from epreuve.audits.drafts.note import expected_text, to_check
from epreuve.audits.drafts.page_address import base_of, own_address, target
from epreuve.audits.drafts.page_heading import heading
from epreuve.audits.drafts.translation import translate
from epreuve.probes.html.form_controls import PageForm, attribute, forms_of, is_disabled

_FIELDS = ("input", "select", "textarea")


class FoundForm(NamedTuple):
    """A form of a page: its journey and its purpose."""

    journey: DraftJourney
    purpose: Purpose


def page_forms(page: str, url: str, sheets: Iterable[str] = ()) -> Iterator[FoundForm]:
    """Yield the forms of the page at `url` that are sent to the same service."""
    tree = LexborHTMLParser(page)
    base = base_of(tree, url)
    concealed = Concealed(tree, sheets)
    for form in forms_of(tree):
        written = attribute(form.node, "action").strip()
        address = own_address(base if written else url, written, url)
        if address is None:
            continue
        action = urlsplit(address)
        fields = [one for one in form.controls if one.tag in _FIELDS and not is_disabled(one)]
        purpose = purpose_of(form.node, fields, action)
        is_post = sends_by_post(form.node)
        submit = DraftStep("POST" if is_post else "GET", target(address))
        fill(submit, form, concealed, logs_in=purpose == "login")
        if is_post:
            _submit(submit, form, tree)
        else:
            _search(submit, form, action)
        view = DraftStep("GET", target(url), contains=heading(tree))
        path = slug(urlsplit(url).path, "home")
        journey = DraftJourney(path if purpose == "file" else purpose, [view, submit])
        around = f"{url} {action.path} {heading(tree)}"
        is_own_page = urlsplit(url).path == action.path
        journey.weight = weight_of(form.node, fields, purpose, around) + is_own_page
        yield FoundForm(journey, purpose)


def _submit(submit: DraftStep, form: PageForm, tree: LexborHTMLParser) -> None:
    """Send all fields, or submit the form of the page where it has hidden values."""
    if has_hidden_values(form):
        _select(submit, form, tree)
    else:
        submit.form = all_values(form, submit.form)
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


def _select(submit: DraftStep, form: PageForm, tree: LexborHTMLParser) -> None:
    """Submit the form of the page, with its hidden values and its defaults."""
    selector = selector_of(tree, form.node, submit.form.keys() | submit.files.keys())
    submit.selector = selector.css
    if not selector.is_unique:
        note = translate("another form of the page has these fields: write {form}", form="form")
        submit.notes.append(to_check(note))


def _search(submit: DraftStep, form: PageForm, action: SplitResult) -> None:
    """Write the fields of a form that only reads as the query of its address."""
    values = all_values(form, submit.form)
    pairs = [(name, one.value) for name, guesses in values.items() for one in guesses]
    query = urlencode(pairs, safe="{}.")
    submit.path = f"{action.path or '/'}?{query}" if query else (action.path or "/")
    submit.form, submit.files = {}, {}
