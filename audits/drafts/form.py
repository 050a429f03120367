"""The forms of a page, as journeys that a citizen would make."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode, urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from epreuve.audits.drafts.draft import DraftJourney, DraftStep, Guess, slug
from epreuve.audits.drafts.field import guessed, is_secret

_NOT_SENT = frozenset({"submit", "button", "image", "reset"})
_PLACEHOLDER = re.compile(r"\{[A-Za-z_]")  # would be read as one of ours


def journeys(page: str, url: str) -> Iterator[DraftJourney]:
    """One journey for each form of the page at `url` that stays on the service."""
    tree = LexborHTMLParser(page)
    for form in tree.css("form"):
        action = urlsplit(urljoin(url, form.attributes.get("action") or url))
        if action.netloc != urlsplit(url).netloc:
            continue
        see = DraftStep("GET", target(url), contains=heading(tree))
        send = DraftStep((form.attributes.get("method") or "get").upper(), action.path or "/")
        _fill(see, send, form, page)
        if send.method == "POST":
            send.notes += [
                'to check: expect: {contains: "words that only a real acknowledgement shows"}',
                "to check: capture: {receipt: 'n° (\\w+)'}, then acknowledged_by and verify",
            ]
        else:
            values = {name: each.value for name, each in send.form.items()}
            query = urlencode(values, safe="{}.")
            send.method, send.path = "GET", f"{send.path}?{query}" if query else send.path
            send.form = {}
        yield DraftJourney(slug(urlsplit(url).path, "accueil"), [see, send])


def target(url: str) -> str:
    """The path and query of an address."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def heading(tree: LexborHTMLParser) -> str:
    """Words that show that this page is the one: its first heading, else its title."""
    for selector in ("h1", "title", "h2"):
        node = tree.css_first(selector)
        text = " ".join(node.text().split()) if node is not None else ""
        if text and not _PLACEHOLDER.search(text):
            return text[:60].strip()
    return ""


def _fill(see: DraftStep, send: DraftStep, form: LexborNode, page: str) -> None:
    for node in form.css("input[name], select[name], textarea[name]"):
        name = node.attributes["name"] or ""
        kind = (
            (node.attributes.get("type") or "text").lower()
            if node.tag == "input"
            else node.tag or ""
        )
        if not name or kind in _NOT_SENT or name in send.form:
            continue
        if kind == "file":
            send.files[name] = Guess("{citizen.file}")
        elif kind == "hidden":
            send.form[name] = _hidden(see, name, node.attributes.get("value") or "", page)
        elif kind in ("radio", "checkbox"):
            _tick(send, node, name, kind)
        elif kind == "select":
            send.form[name] = _chosen(node)
        else:
            send.form[name] = guessed(name, kind)


def _tick(send: DraftStep, node: LexborNode, name: str, kind: str) -> None:
    if kind == "radio" or {"checked", "required"} & node.attributes.keys():
        send.form[name] = Guess(node.attributes.get("value") or "on", "the first choice")


def _chosen(node: LexborNode) -> Guess:
    values = [each.attributes.get("value", each.text().strip()) for each in node.css("option")]
    return Guess(next((each for each in values if each), ""), "the first choice")


def _hidden(see: DraftStep, name: str, value: str, page: str) -> Guess:
    """What the page gives to be sent back: captured anew by each citizen, never copied."""
    if not value:
        return Guess("")
    known = re.escape(name)
    for pattern in (
        rf'name="{known}"[^>]*value="([^"]+)"',
        rf'value="([^"]+)"[^>]*name="{known}"',
    ):
        if re.search(pattern, page):
            key = re.sub(r"\W+", "_", name).strip("_")
            key = key if re.match(r"[A-Za-z_]", key) else f"field_{key}"
            see.capture[key] = Guess(pattern)
            return Guess(f"{{{key}}}")
    return guessed(name) if is_secret(name) else Guess(value, "a hidden field, copied as it was")
