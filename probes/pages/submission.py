"""A submission as its user sent it: the receipt, the own values, and pages without them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import quote, unquote

from selectolax.lexbor import LexborHTMLParser

from epreuve.probes.http.response import ExchangeError, HttpResponse
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.composition import compose
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.step import Step, Steps
from epreuve.probes.journeys.template import (
    PlaceholderError,
    Variables,
    names_in,
    secrets_in,
)
from epreuve.probes.journeys.verdict import holds_text
from epreuve.probes.pages.never_given import never_given

# Values that no other user of the run has, and that a page does not show by chance. A telephone
# number, a town or a small number may stand on any page.
_DISTINCT = ("name", "email", "message", "file", "file_sha256")
_PLAIN = ("birthday", "phone", "postcode", "street")
_WITH_DIGITS = re.compile(r"\w*\d\w*")
_PLACEHOLDER = re.compile(r"(\{[\w.-]+\})")
_NUMBERS = re.compile(r"#(?:\W*#)*")


@dataclass(frozen=True, slots=True)
class Submission:
    """Values that one user sent in one journey, the receipt, and other values kept with it."""

    journey: Journey
    receipt: str
    citizen: Citizen
    kept: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, journey: Journey, captured: Mapping[str, str], citizen: Citizen) -> Self:
        """Return the submission of a user who did a journey; `captured` are its values."""
        return cls(journey, journey.receipt_of(captured), citizen, journey.kept(captured))

    @property
    def captured(self) -> dict[str, str]:
        """Values that `verify` may use."""
        return {**self.kept, **dict.fromkeys(self.journey.receipt_names, self.receipt)}

    def never_given(
        self, number: int = 0, *, far: bool = False, citizen: Citizen | None = None
    ) -> Self:
        """Return the submission of a receipt that the service never gave.

        Kept values that hold the receipt change with it. Where no step sends the receipt, the kept
        values name the submission, and all change.
        """
        receipt = never_given(self.receipt, number, far=far)
        changes = not self.sends_receipt(self.journey.verify)
        kept = {
            name: value.replace(self.receipt, receipt)
            if self.receipt and self.receipt in value
            else (never_given(value, number, far=far) if changes else value)
            for name, value in self.kept.items()
        }
        return replace(self, receipt=receipt, kept=kept, citizen=citizen or self.citizen)

    def values(self, *, plain: bool = False) -> dict[str, str | bytes]:
        """Return the receipt and the values that were sent, by placeholder: distinct ones.

        `plain` adds those that may be on a page by chance.
        """
        sent = "".join(step.model_dump_json(by_alias=True) for step in self.journey.steps)
        own: dict[str, str | bytes] = {"receipt": self.receipt}
        for name in (*_DISTINCT, *(_PLAIN if plain else ())):
            if f"{{citizen.{name}}}" in sent:
                own[f"citizen.{name}"] = getattr(self.citizen, name)
        return own

    def shown(self, response: HttpResponse, *, plain: bool = False) -> frozenset[str]:
        """Return the placeholders of the own values that a page shows; `plain` as in `values`."""
        values = self.values(plain=plain)
        return frozenset(name for name, value in values.items() if _shows(response, value))

    def sends_receipt(self, steps: Steps) -> bool:
        """Return whether a request of steps has the receipt."""
        return any(
            not self.journey.receipt_names.isdisjoint(step.placeholders_sent()) for step in steps
        )

    def is_named_by(self, steps: Steps) -> bool:
        """Return whether a request of steps has the receipt, or a value kept with it."""
        names = self._own_names
        return any(not names.isdisjoint(step.placeholders_sent()) for step in steps)

    def kept_in(self, steps: Steps) -> dict[str, str]:
        """Return the values kept with the receipt that requests of steps have."""
        sent = {name for step in steps for name in step.placeholders_sent()}
        return {name: value for name, value in self.kept.items() if name in sent}

    def asks_for(self, step: Step) -> bool:
        """Return whether a step sends or expects the receipt, or a value kept with it."""
        return not self._own_names.isdisjoint(names_in(step.model_dump_json(by_alias=True)))

    def expects_own(self, step: Step) -> bool:
        """Return whether a step expects a value of the submission, or of its user."""
        names = names_in(step.expect.model_dump_json(by_alias=True))
        return any(name in self._own_names or name.startswith("citizen.") for name in names)

    @property
    def _own_names(self) -> frozenset[str]:
        return self.journey.receipt_names | self.journey.kept_names

    def sent_by(self, steps: Steps) -> frozenset[str]:
        """Return the placeholders that steps send: a response that shows them may repeat them."""
        sent = frozenset(name for step in steps for name in step.placeholders_sent())
        return sent | {"receipt"} if self.sends_receipt(steps) else sent

    def address(self, target: str) -> str:
        """Return the path of a target with `{receipt}` in place of the receipt."""
        path = unquote(target.partition("?")[0]).rstrip("/") or "/"
        masked = _masked(path, self._texts(), "{{{}}}".format)
        if not self.receipt or "{receipt}" in masked:
            return masked
        parts = _PLACEHOLDER.split(masked)  # their names are at odd places
        for place in range(len(parts) - 1, -1, -2):  # glued to a word: `/dossier17`
            before, receipt, after = parts[place].rpartition(self.receipt)
            if receipt:
                parts[place] = f"{before}{{receipt}}{after}"
                break
        return "".join(parts)

    def requested(
        self, step: Step, captured: dict[str, str], page: HttpResponse | None = None
    ) -> str:
        """Return the path that a step asks for, as `address` does; empty when it has none.

        `page` is the one before it.
        """
        variables = Variables(self.citizen, captured)
        variables.page = page
        try:
            return self.address(compose(step, variables).target)
        except (PlaceholderError, ExchangeError):
            return ""

    def words(self, response: HttpResponse) -> list[str]:
        """Return the words of a page in lower case, `#` for an own value or a number.

        A name of another user of the run is `#` too: a list of the last requests has them.
        """
        text = visible_text(response)
        others = {f"{number}": name for number, name in self._names_of_others(text).items()}
        return _words(text, {**others, **self._texts()})

    def numbers(self, text: str) -> bool:
        """Return whether a text has the receipt, or a digit that is none of the user's values."""
        own = {name: value for name, value in self._sent().items() if value != self.receipt}
        rest = _masked(text, own, lambda _: " ")
        return (self.receipt != "" and self.receipt in rest) or any(map(str.isdigit, rest))

    def words_of_its_user(self, response: HttpResponse) -> tuple[str, ...]:
        """Return the words of a page that names one user of the run, `#` for that user's values.

        It is empty where the page names no user of the run, or several.
        """
        text = visible_text(response)
        numbers = self.citizen.numbers_in(text)
        if len(numbers) != 1:
            return ()
        user = replace(self.citizen, number=min(numbers))
        values = {name: getattr(user, name) for name in ("name", "email", "street", "city")}
        return tuple(_words(text, {"receipt": self.receipt, **values}))

    def _names_of_others(self, text: str) -> dict[int, str]:
        numbers = self.citizen.numbers_in(text) - {self.citizen.number}
        return {number: replace(self.citizen, number=number).name for number in numbers}

    def _sent(self) -> dict[str, str]:
        values = self.values(plain=True)
        return {name: value for name, value in values.items() if isinstance(value, str)}

    def _texts(self) -> dict[str, str]:
        own = {name: value for name, value in self.values().items() if isinstance(value, str)}
        return {**secrets_in(self.journey.model_dump_json()), **self.kept, **own}


def _words(text: str, values: Mapping[str, str]) -> list[str]:
    """Return the words of a text in lower case, `#` for a value or a number."""
    masked = _masked(text, values, lambda _: "#")
    return _NUMBERS.sub("#", _WITH_DIGITS.sub("#", masked.lower())).split()


def _masked(text: str, values: Mapping[str, str], mask: Callable[[str], str]) -> str:
    """Replace values by the mask of their name, the longest first: a name may hold the receipt."""
    names = {form: name for name, value in values.items() for form in (quote(value), value)}
    forms = sorted(filter(None, names), key=len, reverse=True)
    if not forms:
        return text
    pattern = "|".join(_whole(form) for form in forms)
    return re.sub(pattern, lambda match: mask(names[match[0]]), text)


def _whole(form: str) -> str:
    """Return the expression of a value that is no part of a longer word: not 1 in `/v1/`."""
    before = r"(?<!\w)" if re.match(r"\w", form) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", form) else ""
    return f"{before}{re.escape(form)}{after}"


def visible_text(response: HttpResponse) -> str:
    """Return the text of a page without scripts, styles and markup; else the body as text."""
    if not response.is_html:
        return response.readable
    tree = LexborHTMLParser(response.text)
    tree.strip_tags(["script", "style", "template"])
    return tree.root.text(separator=" ") if tree.root else ""


def asks_to_log_in(response: HttpResponse) -> bool:
    """Return whether a page has a field for a password."""
    return (
        response.is_html
        and "<" in response.text
        and (LexborHTMLParser(response.text).css_first('input[type="password" i]') is not None)
    )


def _shows(response: HttpResponse, value: str | bytes) -> bool:
    if isinstance(value, bytes):
        return value in response.body
    if not value:
        return False
    if re.fullmatch(r"\w+", value):  # as a word: 8 is not in 1987
        return re.search(_whole(value), visible_text(response)) is not None
    return holds_text(response, value)
