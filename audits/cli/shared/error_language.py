"""Language of the error messages of one command."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every command starts with this module
    from epreuve.reports.language import Language


class ErrorLanguage:
    """Language of `--lang` among the arguments, else of the locale."""

    def __init__(self, arguments: Sequence[str] = ()) -> None:
        self.language: Language = _option(arguments) or locale_language()


def _option(arguments: Sequence[str]) -> Language | None:
    """Return the language that `--lang` names, before click reads it: help and errors need it."""
    line = " ".join(arguments).replace("--lang=", "--lang ").split()
    for option, value in pairwise(line):
        if option == "--lang" and value in ("fr", "en"):
            return "fr" if value == "fr" else "en"
    return None


def locale_language() -> Language:
    """Return "fr" for a French locale, else "en"."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "fr" if locale.lower().startswith("fr") else "en"
