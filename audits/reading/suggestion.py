"""Suggestions for mistyped names."""

import difflib
from collections.abc import Iterable

from epreuve.audits.reading.translation import translate
from epreuve.reports.text import Text, join


def nearest(wrong: str, names: Iterable[str]) -> str | None:
    """Return the known name that is most similar, or None."""
    return next(iter(difflib.get_close_matches(wrong, list(names), n=1)), None)


def with_suggestion(sentence: Text, wrong: str, names: Iterable[str]) -> Text:
    """Return the sentence, followed by "Did you mean …?" when a known name is similar."""
    similar = nearest(wrong, names)
    if similar is None:
        return sentence
    return join((sentence, translate("Did you mean {name}?", name=similar)))


def with_name(sentence: Text, wrong: str, names: list[str]) -> Text:
    """Return the sentence, followed by the similar name, else by all known keys."""
    if nearest(wrong, names):
        return with_suggestion(sentence, wrong, names)
    return join((sentence, translate("Known keys: {keys}", keys=", ".join(names))))
