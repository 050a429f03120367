"""Texts of other programs in a draft: none may be read as a placeholder, none has no end."""

import re
from collections.abc import Set
from dataclasses import replace

from epreuve.audits.drafts.draft import MISSING, Draft, DraftJourney, DraftStep, Guess
from epreuve.audits.drafts.field import guess
from epreuve.audits.drafts.note import to_check
from epreuve.audits.drafts.translation import translate
from epreuve.audits.drafts.written_value import is_short_key
from epreuve.probes.journeys.template import CITIZEN_NAMES, names_in

LONGEST = 2_000  # characters of a value or of a path


def make_legal(draft: Draft) -> None:
    """Correct the texts of a draft that `check` would refuse, each with a note."""
    for journey in draft.journeys:
        captured: set[str] = set()
        for step in journey.steps:
            _correct(step, captured)
            captured |= step.capture.keys()
        for step in journey.verify:
            _correct(step, {"receipt", journey.receipt})
        _forget_unknown_receipt(journey)


def _correct(step: DraftStep, captured: Set[str]) -> None:
    step.path = _path(step.path, captured)
    if _has_unknown(step.contains, captured):
        step.contains = ""
    for values in (step.form, step.files):
        for name in [name for name in values if not is_short_key(name)]:
            del values[name]
            step.notes.append(to_check(translate("a field with a very long name was left out")))
        for name, guesses in values.items():
            values[name] = [_value(name, one, captured) for one in guesses]
    for name, value in step.headers.items():
        step.headers[name] = _value(name, value, captured)
    if step.json is not MISSING:
        step.json = _json(step.json, captured)


def _path(path: str, captured: Set[str]) -> str:
    """Return a path that begins with one `/` and has no fragment and no unknown placeholder."""
    whole = "/" + path.partition("#")[0].lstrip("/\\")[:LONGEST]
    for name in names_in(whole):
        if not _is_known(name, captured):
            whole = whole.replace(f"{{{name}}}", f"%7B{name}%7D")
    return whole.replace("://", "%3A//") if "://" in whole.partition("?")[0] else whole


def _value(name: str, value: Guess, captured: Set[str]) -> Guess:
    if len(value.value) <= LONGEST and not _has_unknown(value.value, captured):
        return value
    reason = translate("guessed: the value of the source has braces, or is very long")
    return replace(guess(name), reason=reason)


def _json(value: object, captured: Set[str]) -> object:
    match value:
        case dict():
            return {
                _spaced(key, captured): _json(item, captured)
                for key, item in value.items()
                if is_short_key(key)
            }
        case list():
            return [_json(item, captured) for item in value]
        case str():
            return _spaced(value[:LONGEST], captured)
    return value


def _spaced(text: str, captured: Set[str]) -> str:
    """Return a text in which no word between braces is an unknown placeholder."""
    for name in names_in(text):
        if not _is_known(name, captured):
            text = text.replace(f"{{{name}}}", f"{{ {name} }}")
    return text


def _has_unknown(text: str, captured: Set[str]) -> bool:
    return any(not _is_known(name, captured) for name in names_in(text))


def _is_known(name: str, captured: Set[str]) -> bool:
    family, dot, key = name.partition(".")
    if not dot:
        return name in captured
    return family == "env" or (family == "citizen" and key in CITIZEN_NAMES)


def _forget_unknown_receipt(journey: DraftJourney) -> None:
    """Remove a receipt that no step captures any more."""
    if journey.receipt and not any(journey.receipt in step.capture for step in journey.steps):
        journey.receipt, journey.verify = "", []


def add_capture(step: DraftStep, name: str, value: Guess) -> str:
    """Add a capture with the name of a field to a step, and return its placeholder."""
    key = capture_name(name)
    step.capture[key] = value
    return f"{{{key}}}"


def capture_name(name: str) -> str:
    """Return a name for a captured value, made from that of a field."""
    key = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")[:40]
    return key if re.match(r"[A-Za-z_]", key) else f"field_{key}".rstrip("_")
