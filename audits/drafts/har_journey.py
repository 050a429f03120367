"""Steps of a recorded journey."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl, quote

from selectolax.lexbor import LexborHTMLParser

from epreuve.audits.drafts.draft import DraftStep, Guess
from epreuve.audits.drafts.field import guess
from epreuve.audits.drafts.field_name import is_secret
from epreuve.audits.drafts.har_body import add_body, typed_values
from epreuve.audits.drafts.har_exchange import Exchange
from epreuve.audits.drafts.har_headers import add_credentials
from epreuve.audits.drafts.note import expected_text, to_check
from epreuve.audits.drafts.page_heading import heading
from epreuve.audits.drafts.translation import translate

RecordedStep = tuple[DraftStep, Exchange]
# Values that a program writes, not a person: `page=2`, `sort=asc`, `draft=true`.
_TECHNICAL = re.compile(r"\d{1,3}|true|false|asc|desc|[a-z]{2}")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def recorded_steps(exchanges: Sequence[Exchange]) -> list[RecordedStep]:
    """Return one step per exchange, with captures from the responses before."""
    steps: list[RecordedStep] = []
    for exchange in exchanges:
        steps.append((_step(exchange, steps), exchange))
    typed = typed_values(exchanges)
    for step, _ in steps:
        step.contains = _without(step.contains, typed)
        step.path = _without(step.path, typed) or "/"
    return steps


def _without(text: str, typed: Mapping[str, Guess]) -> str:
    """Return a text with placeholders for typed values; empty where one has no placeholder."""
    for value, one in typed.items():
        for form in {value, quote(value, safe="")}:
            if form in text and not one.value.startswith("{citizen."):
                return ""
            text = text.replace(form, one.value)
    return text


def _step(exchange: Exchange, earlier: Sequence[RecordedStep]) -> DraftStep:
    method = exchange.method if exchange.method in _METHODS else "POST"
    step = DraftStep(method, exchange.url.path or "/")
    _add_query(step, exchange, earlier)
    add_credentials(step, exchange, earlier)
    if step.method == "GET":
        if exchange.is_page and exchange.text:
            step.contains = heading(LexborHTMLParser(exchange.text))
        return step
    if step.method != "DELETE":
        add_body(step, exchange, earlier)
    if exchange.status not in range(200, 300) and not 300 <= exchange.status < 400:
        step.status = exchange.status
    step.notes.append(expected_text(translate("text of the acknowledgement")))
    return step


def _add_query(step: DraftStep, exchange: Exchange, earlier: Sequence[RecordedStep]) -> None:
    """Add the query: as recorded where a page has this link, else with guessed values."""
    query = exchange.url.query
    if not query:
        return
    pairs = parse_qsl(query, keep_blank_values=True)
    secrets = [name for name, _ in pairs if is_secret(name)]
    is_linked = any(exchange.target in one.text.replace("&amp;", "&") for _, one in earlier)
    if is_linked and not secrets:
        step.path = exchange.target
        return
    written, guessed = [], []
    for name, value in pairs:
        if is_secret(name):
            continue
        if not _TECHNICAL.fullmatch(value):
            guessed.append(name)
            value = guess(name).value
        written.append(f"{quote(name, safe='[]')}={quote(value, safe='{}.-')}")
    if written:
        step.path += "?" + "&".join(written)
    if guessed:
        step.notes.append(to_check(translate("guessed in the query: {names}", names=guessed[:9])))
    if secrets:
        step.notes.append(
            to_check(translate("left out of the query, secret: {names}", names=secrets[:9]))
        )
