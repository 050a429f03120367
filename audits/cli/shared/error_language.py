"""Language of the error messages of one command."""

import os
from dataclasses import dataclass, field

from epreuve.reports.language import Language


def locale_language() -> Language:
    """Return "fr" for a French locale, else "en"."""
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG", "")
    return "fr" if locale.lower().startswith("fr") else "en"


@dataclass
class ErrorLanguage:
    """Language of the locale, until `--lang` is read."""

    language: Language = field(default_factory=locale_language)
