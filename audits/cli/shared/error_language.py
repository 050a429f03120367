"""Language of the error messages of one command."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise

from epreuve.reports.language import LANGUAGES, Language


class ErrorLanguage:
    """Language of `--lang` among the arguments, else of the locale."""

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        self.language: Language = _option(arguments) or locale_language()


def _option(arguments: Sequence[str]) -> Language | None:
    """Return the language of the last `--lang`, before click reads it: help and errors need it."""
    words = " ".join(arguments).replace("--lang=", "--lang ").split()
    values = [value for option, value in pairwise(words) if option == "--lang"]
    return next((language for language in LANGUAGES if language in values[-1:]), None)


def locale_language() -> Language:
    """Return "fr" for a French locale, else "en"."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "fr" if locale.lower().startswith("fr") else "en"
