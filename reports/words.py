"""One reader's language: sentences of the reports and values, as plain strings.

Sentences are written in English in the code and the templates; `fr.po` holds the French.
"""

from epreuve.reports import formatting
from epreuve.reports.formatting import Rounding
from epreuve.reports.language import Language
from epreuve.reports.text import SEMICOLON, Text
from epreuve.reports.translation import Number, Translator, Value, translate
from epreuve.reports.typography import tied


class Words:
    """Sentences and values in one language; call it with an English sentence, like `_`."""

    def __init__(self, language: Language, translator: Translator = translate) -> None:
        self.language: Language = language
        self._translate = translator

    def __call__(self, sentence: str, **values: Value) -> str:
        """Return the sentence in the reader's language, its {names} replaced by `values`."""
        return tied(self._translate.sentence(self.language, sentence, values), self.language)

    def plural(self, singular: str, plural: str, n: int | Number, **values: Value) -> str:
        """Return the form that the language uses for `n`."""
        return tied(
            self._translate.counted(self.language, singular, plural, n, values), self.language
        )

    def of(self, text: Text) -> str:
        """Return the reader's half of a pair."""
        return tied(text.of(self.language), self.language)

    @property
    def semicolon(self) -> str:
        """Semicolon between two items, with its spaces."""
        return self.of(SEMICOLON)

    def number(self, value: float, digits: int = 0, rounding: Rounding = "nearest") -> str:
        """Return a number with at most `digits` decimals."""
        return formatting.number(value, self.language, digits, rounding)

    def score(self, score: float | None, digits: int = 0) -> str:
        """Return a score rounded down, so that it never shows a bound that it did not reach."""
        return "–" if score is None else formatting.number(score, self.language, digits, "down")

    def plain(self, score: float | None) -> str:
        """Return a score for a spreadsheet: one decimal, no thousands, empty when unknown."""
        return "" if score is None else formatting.plain(score, self.language, 1, "down")

    def percent(self, share: float, digits: int = 0, rounding: Rounding = "down") -> str:
        """Return a share (0..1) as a percentage."""
        return formatting.percent(share, self.language, digits, rounding)

    def at_most(self, share: float) -> str:
        """Return an upper bound (0..1) as a percentage, rounded up."""
        return self.percent(share, 2, "up")

    def duration(self, seconds: float | None) -> str:
        """Return a length of time: < 0.1 s, 0.4 s, 42 s, 3 min 5 s, 2 h 5 min."""
        if seconds is None:
            return "–"
        return formatting.duration(seconds, self.language, rounding="nearest")

    def clock(self, seconds: float) -> str:
        """Return a moment of the run as minutes:seconds."""
        return formatting.clock(seconds)

    def date(self, moment: str) -> str:
        """Return an ISO 8601 moment as date and time; return other text unchanged."""
        return formatting.date(moment, self.language)
