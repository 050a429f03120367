"""Requests to which a page leads: a form that is submitted, a link that is followed."""

from collections.abc import Callable, Iterable, Sequence
from urllib.parse import urljoin

from selectolax.lexbor import LexborNode

from epreuve.faults.message import Message, message
from epreuve.probes.html.base_address import base_of
from epreuve.probes.html.form_controls import PageForm, attribute, forms_of
from epreuve.probes.html.form_entries import button_of, entries, names_of, sending_attribute
from epreuve.probes.http.browser import Engine
from epreuve.probes.http.charset import codec_of
from epreuve.probes.http.redirects import same_origin
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.journeys.elements import selected
from epreuve.probes.journeys.form_encoding import (
    NO_FILE,
    URLENCODED,
    Field,
    FilePart,
    multipart,
    urlencoded,
)
from epreuve.probes.journeys.given_values import given_files, given_texts
from epreuve.probes.journeys.page_action import Follow, Submit
from epreuve.probes.journeys.template import Variables, render, render_selector
from epreuve.probes.journeys.typography import plain_typography

MOST_NAMES = 12  # fields that a message names


def submission_request(submit: Submit, variables: Variables, engine: Engine) -> HttpRequest:
    """Return the request of a form of the last page, as a browser sends it.

    Raises ExchangeError where the page has no such form, and PlaceholderError.
    """
    page = _last_page(variables, "submit")
    given: dict[str, Sequence[str | FilePart]] = {
        **given_texts(submit.fields, variables), **given_files(submit.files, variables),
    }  # fmt: skip
    form = _form(page, submit, {*given}, variables)
    button = button_of(form, given)
    codec = _codec(form, page)
    fields = [
        (entry.name, _sent(entry.name, entry.value, codec, is_file=entry.is_file))
        for entry in entries(form, button, given)
    ]
    method, encoding, action = (
        sending_attribute(form.node, button, name) for name in ("method", "enctype", "action")
    )
    target = _target(page, action if action.strip() else page.origin + page.target, "submit")
    if method.lower() != "post":
        query = urlencoded(fields, codec)
        return HttpRequest("GET", f"{target.partition('?')[0]}?{query}", {}, b"")
    kind, body = _body(encoding, fields, engine, codec)
    return HttpRequest("POST", target, {"Content-Type": kind}, body)


def link_request(follow: Follow, variables: Variables) -> HttpRequest:
    """Return the request of a link of the last page.

    Raises ExchangeError where the page has no such link, and PlaceholderError.
    """
    page = _last_page(variables, "follow")
    if follow.css is not None:
        nodes = selected(page, render_selector(follow.css, variables))
        link = next((node for node in nodes if attribute(node, "href")), None)
    else:
        link = _link_with(page, plain_typography(render(follow.text or "", variables)))
    if link is None:
        wanted = f"`text: {follow.text}`" if follow.css is None else f"`css: {follow.css}`"
        raise _wrong(message("follow: the page before has no link with {wanted}", wanted=wanted))
    return HttpRequest("GET", _target(page, attribute(link, "href"), "follow"), {}, b"")


def _last_page(variables: Variables, action: str) -> HttpResponse:
    if variables.page is None:
        raise _wrong(message("{action}: no step before received a page", action=action))
    return variables.page


def _form(page: HttpResponse, submit: Submit, given: set[str], variables: Variables) -> PageForm:
    forms = forms_of(page.tree)
    if submit.form is not None:
        nodes = selected(page, render_selector(submit.form, variables))
        chosen = {node.mem_id for node in nodes}
        forms = [form for form in forms if form.node.mem_id in chosen][:1]
        if not forms:
            wanted = f"`{submit.form}`"
            raise _wrong(message("submit: {wanted} is no form of the page before", wanted=wanted))
    for form in forms:
        if given <= names_of(form):
            return form
    missing = given - names_of(forms[0]) if len(forms) == 1 else given
    if not missing:
        raise _wrong(message("submit: the page before has no form"))
    names = _listed(missing)
    if submit.form is None:
        raise _wrong(message("submit: the page before has no form with {names}", names=names))
    raise _wrong(
        message(
            "submit: {form} has no field {names}; its fields are {known}",
            form=f"`{submit.form}`", names=names, known=_listed(names_of(forms[0])) or "–",
        )
    )  # fmt: skip


def _listed(names: Iterable[str]) -> str:
    """Return some names in order, for a message."""
    return ", ".join(f"`{name}`" for name in sorted(names)[:MOST_NAMES])


def _link_with(page: HttpResponse, text: str) -> LexborNode | None:
    """Return the first link whose text is this, else the first whose text has it."""
    links = [(plain_typography(node.text()), node) for node in page.tree.css("a[href], area[href]")]
    tests: tuple[Callable[[str], bool], ...] = (lambda own: own == text, lambda own: text in own)
    nodes = (node for test in tests for own, node in links if test(own))
    return next(nodes, None)


def _codec(form: PageForm, page: HttpResponse) -> str:
    """Return the character set of a form: its own, else that of its page."""
    names = attribute(form.node, "accept-charset").replace(",", " ").split()
    own = next((codec for name in names if (codec := codec_of(name))), page.codec)
    return "utf-8" if own.startswith("utf-16") else own


def _sent(name: str, value: str | FilePart, codec: str, *, is_file: bool) -> str | FilePart:
    if name == "_charset_":
        return {"cp1252": "windows-1252"}.get(codec, codec.upper())
    return NO_FILE if is_file else value


def _body(encoding: str, fields: list[Field], engine: Engine, codec: str) -> tuple[str, bytes]:
    """Return content type and body of a form that is posted."""
    if encoding.lower() == "multipart/form-data":
        return multipart(fields, engine, codec)
    return URLENCODED, urlencoded(fields, codec).encode()


def _target(page: HttpResponse, url: str, action: str) -> str:
    """Return the path and query of an address of a page. Raises ExchangeError for another host."""
    joined = urljoin(base_of(page.tree, page.origin + page.target), url.strip())
    try:
        return same_origin(page.origin, page.target, joined)
    except (ExchangeError, ValueError):
        address = f"`{url.strip()}`"
        raise _wrong(
            message(
                "{action}: it leads to {address}, outside the service: nothing is sent there",
                action=action, address=address,
            )
        ) from None  # fmt: skip


def _wrong(sentence: Message) -> ExchangeError:
    return ExchangeError("wrong content", sentence)
