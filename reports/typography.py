"""Non-breaking spaces of French typography. Light to import, for the help."""

import re

from epreuve.reports.language import Language

# Spaces where a French line must not break: before high punctuation, inside quotes and numbers,
# between a number and its unit.
_TIED = re.compile(r"(?<=«) | (?=[;:!?%»])|(?<=\d) (?=\d{3}\b|(?:h|min|s|ms|[kKMG]?o)\b)")


def tied(text: str, language: Language) -> str:
    """Return `text` with the non-breaking spaces of French typography."""
    return _TIED.sub("\u00a0", text) if language == "fr" else text
