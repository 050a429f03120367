"""The reader's language: sentences from a gettext catalogue, numbers and dates in the reader's way.

Sentences are written in English in the code and the templates; `locale/fr.po` holds the French.
"""

import math
import re
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from babel.dates import format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from epreuve.reports.text import Text

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

# Spaces where a French line must not break: before high punctuation, inside quotes and numbers,
# between a number and its unit.
_TIED = re.compile(r"(?<=«) | (?=[;:!?%»])|(?<=\d) (?=\d{3}\b|(?:h|min|s|ms|[kKMG]?o)\b)")

LOCALES = Path(__file__).parent / "locale"


class Words:
    """Speaks one language; called with an English sentence, as gettext's `_`."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._sentences = _catalogue(language)

    def __call__(self, sentence: str, **values: object) -> str:
        """Return the sentence in the reader's language, its {names} replaced by `values`."""
        told = self._sentences.get(sentence, sentence)
        return told.format(**values) if values else told

    def of(self, text: Text) -> str:
        """Return the reader's half of a pair."""
        return _TIED.sub("\u00a0", text.fr) if self.language == "fr" else text.en

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with at most `digits` decimals."""
        return format_decimal(round(value, digits), locale=self.language)

    def score(self, score: float | None, digits: int = 0) -> str:
        """Return a score rounded down, so that nobody reads a bound that was not reached."""
        return "–" if score is None else self.number(down(score, digits), digits)

    def plain(self, score: float | None) -> str:
        """Return a score for a spreadsheet: one decimal, no thousands, empty when unknown."""
        if score is None:
            return ""
        text = f"{down(score, 1):g}"
        return text.replace(".", ",") if self.language == "fr" else text

    def percent(self, share: float, digits: int = 0) -> str:
        """Return a share (0..1) as a percentage, rounded down."""
        return self._percent(down(share * 100, digits) / 100, digits)

    def at_most(self, share: float) -> str:
        """Return an upper bound (0..1) as a percentage, rounded up."""
        return self._percent(-down(-share * 100, 2) / 100, 2)

    def duration(self, seconds: float | None) -> str:
        """Return a length of time: < 0.1 s, 0.4 s, 42 s, 3 min 5 s, 2 h 5 min."""
        if seconds is None:
            return "–"
        if 0 < seconds < 0.1:
            return f"< {self.number(0.1, 1)} s"
        if seconds < 9.95:
            return f"{self.number(seconds, 1)} s"
        minutes, rest = divmod(round(seconds), 60)
        hours, left = divmod(minutes, 60)
        if hours:
            return f"{self.number(hours)} h {left} min" if left else f"{self.number(hours)} h"
        if minutes:
            return f"{minutes} min {rest} s" if rest else f"{minutes} min"
        return f"{rest} s"

    def clock(self, seconds: float) -> str:
        """Return a moment of the run as minutes:seconds."""
        return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"

    def date(self, moment: str) -> str:
        """Return an ISO 8601 moment as date and time; one that cannot be read stays as it is."""
        try:
            read = datetime.fromisoformat(moment)
        except ValueError:
            return moment
        shape = "d MMMM y 'à' HH:mm 'UTC'" if self.language == "fr" else "d MMMM y, HH:mm 'UTC'"
        shape = shape.replace(" ", "\u00a0")  # a date is read in one go
        return format_datetime(read.astimezone(UTC), shape, locale=self.language)

    def _percent(self, share: float, digits: int) -> str:
        shape = "#,##0" + ("." + "#" * digits if digits else "")
        shape += "\u202f%" if self.language == "fr" else "%"
        return format_percent(share, shape, locale=self.language)


def down(value: float, digits: int) -> float:
    """Return `value` rounded down, so that no figure looks better than it is."""
    # The inner rounding forgives 69.99999999, which is 70 written by a computer.
    unit = 10.0**digits
    return math.floor(round(value * unit, 6)) / unit


@cache
def _catalogue(language: Language) -> dict[str, str]:
    path = LOCALES / f"{language}.po"
    if not path.exists():  # English is written in the code
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {str(message.id): str(message.string) for message in catalogue if message.id}
