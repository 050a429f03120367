"""What a mistyped name was perhaps meant to be."""

import difflib
from collections.abc import Iterable


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """The known name that looks most like it, None when none does."""
    return next(iter(difflib.get_close_matches(wrong, list(known), n=1)), None)


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """` Did you mean …?`, or nothing when nothing is close."""
    meant = nearest(wrong, known)
    return f" Did you mean {meant}?" if meant else ""
