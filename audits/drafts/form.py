"""Forms of a page as journeys."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from epreuve.audits.drafts.draft import DraftJourney, DraftStep, Guess, slug
from epreuve.audits.drafts.field import guess, is_secret
from epreuve.audits.drafts.note import expected_text, to_check
from epreuve.audits.drafts.translation import translate
from epreuve.probes.http.address import common_authority

_NOT_SENT = frozenset({"submit", "button", "image", "reset"})
_PLACEHOLDER = re.compile(r"\{[A-Za-z_]")  # would be read as a placeholder of a profile


def journeys(page: str, url: str) -> Iterator[DraftJourney]:
    """Yield one journey per form of the page at `url` that is sent to the same service."""
    tree = LexborHTMLParser(page)
    for form in tree.css("form"):
        action = urlsplit(urljoin(url, form.attributes.get("action") or url))
        if common_authority(action.geturl()) != common_authority(url):
            continue
        view = DraftStep("GET", target(url), contains=heading(tree))
        submit = DraftStep((form.attributes.get("method") or "get").upper(), action.path or "/")
        _fill(view, submit, form, page)
        if submit.method == "POST":
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
        else:
            values = {name: field.value for name, field in submit.form.items()}
            query = urlencode(values, safe="{}.")
            submit.method = "GET"
            submit.path = f"{submit.path}?{query}" if query else submit.path
            submit.form = {}
        yield DraftJourney(slug(urlsplit(url).path, "home"), [view, submit])


def target(url: str) -> str:
    """Return the path and query of an address."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def heading(tree: LexborHTMLParser) -> str:
    """Return a text that identifies a page: its first heading, else its title."""
    for selector in ("h1", "title", "h2"):
        node = tree.css_first(selector)
        text = " ".join(node.text().split()) if node is not None else ""
        if text and not _PLACEHOLDER.search(text):
            return text[:60].strip()
    return ""


def _fill(view: DraftStep, submit: DraftStep, form: LexborNode, page: str) -> None:
    for node in form.css("input[name], select[name], textarea[name]"):
        name = node.attributes["name"] or ""
        kind = (
            (node.attributes.get("type") or "text").lower()
            if node.tag == "input"
            else node.tag or ""
        )
        if not name or kind in _NOT_SENT or name in submit.form:
            continue
        if kind == "file":
            submit.files[name] = Guess("{citizen.file}")
        elif kind == "hidden":
            submit.form[name] = _hidden(view, name, node.attributes.get("value") or "", page)
        elif kind in ("radio", "checkbox"):
            _tick(submit, node, name, kind)
        elif kind == "select":
            submit.form[name] = _first_option(node)
        else:
            submit.form[name] = guess(name, kind)


def _tick(submit: DraftStep, node: LexborNode, name: str, kind: str) -> None:
    if kind == "radio" or {"checked", "required"} & node.attributes.keys():
        submit.form[name] = Guess(
            node.attributes.get("value") or "on", translate("the first option")
        )


def _first_option(node: LexborNode) -> Guess:
    options = node.css("option")
    values = [option.attributes.get("value", option.text().strip()) for option in options]
    return Guess(next((value for value in values if value), ""), translate("the first option"))


def _hidden(view: DraftStep, name: str, value: str, page: str) -> Guess:
    """Return a hidden field: captured again by each user, never copied."""
    if not value:
        return Guess("")
    escaped = re.escape(name)
    for pattern in (
        rf'name="{escaped}"[^>]*value="([^"]+)"',
        rf'value="([^"]+)"[^>]*name="{escaped}"',
    ):
        if re.search(pattern, page):
            key = re.sub(r"\W+", "_", name).strip("_")
            key = key if re.match(r"[A-Za-z_]", key) else f"field_{key}"
            view.capture[key] = Guess(pattern)
            return Guess(f"{{{key}}}")
    return guess(name) if is_secret(name) else Guess(value, translate("hidden field, copied"))
