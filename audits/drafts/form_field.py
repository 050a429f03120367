"""Values of the fields of a form, as a user would fill it in."""

import re

from selectolax.lexbor import LexborNode

from epreuve.audits.drafts.draft import Guess
from epreuve.audits.drafts.field import NUMBER, PLAIN, guess
from epreuve.audits.drafts.translation import translate
from epreuve.probes.html.form_controls import attribute

NOT_SENT = frozenset({"submit", "button", "image", "reset"})
_SAMPLES = (
    PLAIN,
    "Essai",
    "ESSAI",
    "12",
    "123",
    "99999",
    "0199001234",
    "01 99 00 12 34",
    "AB123CD",
)
_LONGEST_PLACEHOLDER = 60  # characters of a name, an address or a street
_LONGEST_MESSAGE = 600
_BUTTONS = "button, input[type=submit]"
_REJECTED = re.compile(
    r"preview|aper[cç]u|pr[eé]visualis|cancel|annul|delete|supprim|search|recherch|draft|brouillon"
    r"|back|retour|pr[eé]c[eé]dent",
    re.IGNORECASE,
)


def kind_of(node: LexborNode) -> str:
    """Return the type of a field: that of an input, else the name of its element."""
    if node.tag != "input":
        return node.tag or ""
    return (node.attributes.get("type") or "text").lower()


def typed_value(node: LexborNode, name: str, kind: str) -> Guess:
    """Return a value that a user would type, within the limits of the field."""
    one = guess(name, kind)
    if kind in ("number", "range"):
        return _within(node, one)
    if pattern := node.attributes.get("pattern"):
        return _matching(pattern, one)
    longest = _whole(node.attributes.get("maxlength"))
    if longest is None or "{env." in one.value:
        return one
    length = _LONGEST_MESSAGE if "message" in one.value else _LONGEST_PLACEHOLDER
    if "{" in one.value and longest < length:
        return Guess(PLAIN[:longest], translate("write a value that a user would type"))
    return one if "{" in one.value else Guess(one.value[:longest], one.reason)


def _within(node: LexborNode, one: Guess) -> Guess:
    low, high = (_whole(node.attributes.get(name)) for name in ("min", "max"))
    value = NUMBER if high is None else min(NUMBER, high)
    value = value if low is None else max(value, low)
    return Guess(str(value), one.reason)


def _matching(pattern: str, one: Guess) -> Guess:
    """Return a value that matches the pattern of a field, or one to correct."""
    try:
        fits = re.compile(pattern)
        value = next((sample for sample in _SAMPLES if fits.fullmatch(sample)), None)
    except re.error:
        value = None
    if value is not None:
        return Guess(value, translate("write a value that a user would type"))
    reason = translate("write a value that matches {pattern}", pattern=pattern[:80])
    return Guess(one.value, reason)


def _whole(text: str | None) -> int | None:
    written = (text or "").strip()
    return int(written) if re.fullmatch(r"-?\d{1,9}", written) else None


def chosen_options(node: LexborNode) -> list[Guess]:
    """Return the selected option of a list, else the first one with a value."""
    options = [one for one in node.css("option") if "disabled" not in one.attributes]
    values = [(one.attributes.get("value", one.text().strip()) or "", one) for one in options]
    selected = [value for value, one in values if "selected" in one.attributes and value]
    first = [value for value, _ in values if value][:1]
    chosen = selected or first or [""]
    reason = translate("the selected option") if selected else translate("the first option")
    return [
        Guess(value, reason) for value in (chosen if "multiple" in node.attributes else chosen[:1])
    ]


def submit_button(form: LexborNode) -> LexborNode | None:
    """Return the button with which a user sends a form, if it has a name."""
    buttons = form.css(_BUTTONS)
    usable = [
        one
        for one in buttons
        if (one.attributes.get("type") or "submit").lower() == "submit"
        and not _REJECTED.search(label_of(one))
    ]
    first = next(iter(usable), None)
    return first if first is not None and first.attributes.get("name") else None


def labels_of_buttons(form: LexborNode) -> str:
    """Return the labels of all buttons that may send a form."""
    return " ".join(map(label_of, form.css(_BUTTONS)))


def sends_by_post(form: LexborNode) -> bool:
    """Return whether a form submits something, rather than reads only."""
    return attribute(form, "method").strip().lower() == "post"


def label_of(button: LexborNode) -> str:
    """Return the text, the value and the name of a button."""
    attributes = button.attributes
    return f"{button.text()} {attributes.get('value') or ''} {attributes.get('name') or ''}"
