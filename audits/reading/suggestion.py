"""Suggestions for mistyped names."""

import difflib
from collections.abc import Iterable


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """Return the known name that is most similar, or None."""
    return next(iter(difflib.get_close_matches(wrong, list(known), n=1)), None)


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """Return " Did you mean …?", or "" when no known name is similar."""
    similar = nearest(wrong, known)
    return f" Did you mean {similar}?" if similar else ""
