"""Bodies of recorded requests as parts of steps, without the typed values."""

import json
import re
from collections.abc import Iterator, Sequence

from epreuve.audits.drafts.draft import DraftStep, Guess
from epreuve.audits.drafts.field import NUMBER, PLAIN, guess, of_login, secret
from epreuve.audits.drafts.field_name import is_secret
from epreuve.audits.drafts.har_exchange import Exchange, Field
from epreuve.audits.drafts.hidden_field import hidden_pattern, hidden_value
from epreuve.audits.drafts.legal_text import add_capture
from epreuve.audits.drafts.lenient import is_deep
from epreuve.audits.drafts.note import to_check
from epreuve.audits.drafts.receipt import captures
from epreuve.audits.drafts.translation import translate

SHORTEST_TYPED = 4  # characters of a typed value that is recognised elsewhere
MOST_FIELDS = 200  # of a form, and members of a JSON body
MOST_ITEMS = 10  # of a list
_GRAPHQL = re.compile(r"\s*(query|mutation|subscription|fragment)\b|\s*\{")


Steps = Sequence[tuple[DraftStep, Exchange]]


def add_body(step: DraftStep, exchange: Exchange, earlier: Steps) -> None:
    """Add the body of a recorded request to its step, or a note about a part left out."""
    if exchange.fields:
        _add_fields(step, exchange, earlier)
        return
    document = _document(exchange)
    if document is not None:
        step.json = _Shape(earlier, exchange).of(document[0])
        step.notes.append(to_check(translate("values of the JSON body were guessed")))
    elif exchange.body.strip():
        kind = exchange.body_kind.partition(";")[0] or "?"
        step.notes.append(
            to_check(
                translate("a body of the type {kind} was left out: write it as form or json",
                          kind=kind)
            )
        )  # fmt: skip
    elif step.sends:
        step.notes.append(to_check(translate("the recording has no body of this request")))


def typed_values(exchanges: Sequence[Exchange]) -> dict[str, Guess]:
    """Return the values that the person typed, the longest first, each with its guess."""
    found: dict[str, Guess] = {}
    for exchange in exchanges:
        for field in exchange.fields:
            found.setdefault(field.value.strip(), guess(field.name))
        document = _document(exchange)
        for name, value in _texts(document[0]) if document else ():
            found.setdefault(value.strip(), guess(name))
    personal = {value: one for value, one in found.items() if len(value) >= SHORTEST_TYPED}
    return dict(sorted(personal.items(), key=lambda item: -len(item[0])))


def _texts(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    match value:
        case dict():
            for key, item in value.items():
                yield from _texts(item, key)
        case list():
            for item in value:
                yield from _texts(item, name)
        case str():
            yield name, value


def _document(exchange: Exchange) -> tuple[object] | None:
    """Return the JSON document of a body, in a tuple: `null` is a document too."""
    looks_like_json = exchange.body.lstrip()[:1] in ("{", "[")
    if "json" not in exchange.body_kind and not looks_like_json:
        return None
    try:
        document = json.loads(exchange.body)
    except (ValueError, RecursionError):
        return None
    return None if is_deep(document) else (document,)


def _add_fields(step: DraftStep, exchange: Exchange, earlier: Steps) -> None:
    fields = exchange.fields
    for field in fields[:MOST_FIELDS]:
        if field.file:
            step.files.setdefault(field.name, []).append(Guess("{citizen.file}"))
        else:
            step.add(field.name, _value(field, earlier, logs_in=exchange.logs_in))
    left = len(fields) - MOST_FIELDS
    if left > 0:
        note = translate.plural("{n} field was left out", "{n} fields were left out", left)
        step.notes.append(to_check(note))


def _value(field: Field, earlier: Steps, *, logs_in: bool) -> Guess:
    """Return a capture for a hidden field, the value of an option of a page, else a guess."""
    name, value = field.name, field.value
    if not value:
        return Guess("")
    for step, exchange in reversed(earlier):
        tags = re.findall(rf'<[^>]*\bname=["\']?{re.escape(name)}["\']?[^>]*>', exchange.text)
        if any("hidden" in tag for tag in tags) and hidden_pattern(name, value, exchange.text):
            return hidden_value(step, name, value, exchange.text)
        shown = rf'<(option|input)[^>]*value=["\']?{re.escape(value)}["\'\s>]'
        if re.search(shown, exchange.text) and not is_secret(name):
            return Guess(value, translate("the recorded option"))
    return _guess(name, logs_in=logs_in)


def _guess(name: str, *, logs_in: bool) -> Guess:
    return of_login(name, guess(name)) if logs_in else guess(name)


class _Shape:
    """Copy of a JSON document with guessed values, and captures from earlier responses."""

    def __init__(self, earlier: Steps, exchange: Exchange) -> None:
        self._earlier, self._left = earlier, MOST_FIELDS
        self._is_graphql = "graphql" in exchange.url.path
        self._logs_in = exchange.logs_in

    def of(self, value: object, name: str = "") -> object:
        """Return a value of the same type; a long list keeps its first items."""
        self._left -= 1
        if self._left < 0:
            return None
        match value:
            case dict():
                return {key: self.of(item, key) for key, item in value.items()}
            case list():
                return [self.of(item, name) for item in value[:MOST_ITEMS]]
            case bool() | None:
                return value
            case str() if self._is_query(name, value):
                return re.sub(r'"(?:[^"\\]|\\.)*"', f'"{PLAIN}"', value)
            case _:
                return self._captured(name, str(value)) or self._guessed(name, value)

    def _guessed(self, name: str, value: object) -> object:
        if isinstance(value, str):
            return _guess(name, logs_in=self._logs_in).value
        return secret(name).value if is_secret(name) else NUMBER

    def _is_query(self, name: str, value: str) -> bool:
        return name == "query" and self._is_graphql and _GRAPHQL.match(value) is not None

    def _captured(self, name: str, value: str) -> str | None:
        """Return a placeholder for a member that an earlier response has with the same value."""
        if not name or len(value) < 2:
            return None
        pattern = rf'"{re.escape(name)}"\s*:\s*"?([^\",}}\]\s]+)'
        for step, exchange in reversed(self._earlier):
            if exchange.is_data and captures(pattern, exchange.text, value):
                return add_capture(step, name, Guess(pattern))
        return None
