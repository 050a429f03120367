"""Language of the error messages of one command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # every command starts with this module
    from epreuve.reports.language import Language


class ErrorLanguage:
    """Language of the locale, until `--lang` is read."""

    def __init__(self) -> None:
        self.language: Language = locale_language()


def locale_language() -> Language:
    """Return "fr" for a French locale, else "en"."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "fr" if locale.lower().startswith("fr") else "en"
