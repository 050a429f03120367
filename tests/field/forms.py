"""Forms of a page with the values that a browser would send: the standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser

_NOT_SENT = {"submit", "button", "image", "reset", "file"}


@dataclass
class Form:
    """One form: where it is sent, and its fields with their values."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)


def form_with(page: str, names: Iterable[str]) -> Form | None:
    """Return the first form of a page that has fields of these names."""
    parser = _Parser()
    parser.feed(page)
    wanted = set(names)
    return next((form for form in parser.forms if wanted <= form.fields.keys()), None)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._name = ""  # of the text area or the list that is read
        self._in_area = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(values.get("action", ""))
            self.forms.append(self._form)
        if self._form is None:
            return
        name = values.get("name", "")
        if tag == "input" and name and _is_sent(values):
            self._form.fields[name] = values.get("value", "on" if "checked" in values else "")
        elif tag in {"textarea", "select"} and name:
            self._name, self._in_area = name, tag == "textarea"
            self._form.fields[name] = ""
        elif tag == "option" and self._name:
            chosen = self._form.fields[self._name]
            if "selected" in values or not chosen:
                self._form.fields[self._name] = values.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag in {"textarea", "select"}:
            self._name, self._in_area = "", False

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._in_area:
            self._form.fields[self._name] += data


def _is_sent(values: dict[str, str]) -> bool:
    kind = values.get("type", "text").lower()
    return kind not in _NOT_SENT and (kind not in {"checkbox", "radio"} or "checked" in values)
