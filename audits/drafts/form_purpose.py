"""Purpose of a form: it files something, logs in, searches, subscribes, or changes a setting."""

import re
from collections.abc import Sequence
from typing import Literal
from urllib.parse import SplitResult

from selectolax.lexbor import LexborNode

from epreuve.audits.drafts.danger_words import is_dangerous
from epreuve.audits.drafts.field_name import words_of
from epreuve.audits.drafts.filing import weight_of_words
from epreuve.audits.drafts.form_field import kind_of, labels_of_buttons, sends_by_post
from epreuve.probes.html.form_controls import attribute

Purpose = Literal[
    "file", "login", "register", "reset", "search", "lookup", "newsletter", "setting", "danger"
]

_LOGIN = re.compile(r"log-?in|sign-?in|connexion|connect|identif|auth", re.IGNORECASE)
_RESET = re.compile(r"reset|forgot|lost|oubli|r[eé]initialis|recover", re.IGNORECASE)
_NEWSLETTER = re.compile(r"newsletter|infolettre|lettre|subscri|abonn|mailing", re.IGNORECASE)
_SEARCH = {"q", "s", "search", "query", "recherche", "term", "terms", "keywords", "text"}
_KNOWN = {
    "ticket", "number", "numero", "numéro", "reference", "référence", "ref", "id", "dossier",
    "email", "mail", "courriel", "code", "token", "key",
}  # fmt: skip
_TYPED = (
    "text", "email", "tel", "number", "date", "textarea", "url", "search", "datetime-local", "time",
)  # fmt: skip


def purpose_of(form: LexborNode, fields: Sequence[LexborNode], action: SplitResult) -> Purpose:
    """Return the purpose of a form, from its fields, its address and its buttons."""
    kinds = [kind_of(one) for one in fields]
    typed = [one for one in fields if kind_of(one) in _TYPED]
    words = _words(form, action)
    if is_dangerous(words) and "textarea" not in kinds and "file" not in kinds:
        return "danger"
    if "password" in kinds and (purpose := _with_password(kinds, len(typed), words)) is not None:
        return purpose
    if "textarea" in kinds or "file" in kinds:
        return "file"
    if len(typed) <= 1 and _RESET.search(words):
        return "reset"
    if len(typed) <= 2 and _NEWSLETTER.search(words):
        return "newsletter"
    if typed and _is_search(form, typed):
        return "search" if _is_free(typed) else "lookup"
    has_choices = "select" in kinds and len(kinds) > 2
    return "file" if sends_by_post(form) and (typed or has_choices) else "setting"


def _with_password(kinds: Sequence[str], typed: int, words: str) -> Purpose | None:
    """Return the purpose of a form with a password; None where it asks for much more."""
    if kinds.count("password") > 1:
        return "register"
    is_short = typed <= 1 or (typed == 2 and _LOGIN.search(words) is not None)
    return "login" if is_short and not {"select", "textarea", "file"} & set(kinds) else None


def _words(form: LexborNode, action: SplitResult) -> str:
    attributes = " ".join(attribute(form, name) for name in ("id", "class", "name"))
    return f"{action.path}?{action.query} {attributes} {labels_of_buttons(form)}"


def _is_search(form: LexborNode, typed: Sequence[LexborNode]) -> bool:
    names = _words_of_names(typed)
    is_marked = form.attributes.get("role") == "search" or any(
        kind_of(one) == "search" for one in typed
    )
    return not sends_by_post(form) or is_marked or (len(typed) == 1 and bool(names & _SEARCH))


def _is_free(typed: Sequence[LexborNode]) -> bool:
    """Return whether a form finds something with any words, rather than with a number to know."""
    names = _words_of_names(typed)
    return bool(names & _SEARCH) or not names & _KNOWN


def _words_of_names(fields: Sequence[LexborNode]) -> set[str]:
    return {word for one in fields for word in words_of(attribute(one, "name"))}


def weight_of(form: LexborNode, fields: Sequence[LexborNode], purpose: Purpose, around: str) -> int:
    """Return how likely a form is what users come for: 10 and more for one that files."""
    if purpose != "file":
        return {"register": 1, "search": -2}.get(purpose, -20)
    kinds = [kind_of(one) for one in fields]
    names = [one.attributes.get("name") for one in fields if kind_of(one) == "checkbox"]
    ids = f"{attribute(form, 'id')} {attribute(form, 'class')} {labels_of_buttons(form)}"
    words = weight_of_words(f"{around} {ids}")
    is_bulk = len(names) - len(set(names)) > 1 or words < -6
    typed = sum(kind in _TYPED for kind in kinds)
    return (
        5 + 4 * ("textarea" in kinds) + 4 * ("file" in kinds) + min(5, typed) + words - 12 * is_bulk
    )
