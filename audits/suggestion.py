"""What a mistyped name was perhaps meant to be."""

import difflib
from collections.abc import Iterable


def suggestion(wrong: str, known: Iterable[str]) -> str:
    """` Did you mean …?`, or nothing when nothing is close."""
    close = difflib.get_close_matches(wrong, list(known), n=1)
    return f" Did you mean {close[0]}?" if close else ""
