"""Translation of sentences: English in the code, French in the `fr.po` beside it.

    translate = Translator(Path(__file__).with_name("fr.po"))
    translate = Translator(FRENCH)  # or in the file itself, as a text in the same format

    translate(
        "{done} of {tried} journeys succeeded during the surge ({share}).",
        done=3,
        tried=4,
        share=Percent(3 / 4),
    )

    # French agrees with the first whole number: "1 démarche sur 4 a abouti".
    translate("{done} of {tried} journeys succeeded.", done=1, tried=4)

    translate.plural("{n} page loads {what}.", "{n} pages load {what}.", 2, what=["a", "b"])

    why = translate("The power was not cut.")
    translate("{id}: {why} Largest page: {weight}.", id="REC-1", why=why, weight=Bytes(48_200))

Each call returns a `Text`: both languages, with every value formatted for each of them. Sentences
are literal strings, so that a test can compare the code with the catalogue
(`tests/translation.py`). Call the translator in functions: at the top of a module it would read
the catalogue on import. `docs/decisions/translation.md` has the reasons.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol, runtime_checkable

from epreuve.reports import formatting
from epreuve.reports.catalogue import read_catalogue
from epreuve.reports.formatting import Rounding
from epreuve.reports.language import Language
from epreuve.reports.text import Text


@runtime_checkable
class Formattable(Protocol):
    """A value that formats itself in a language."""

    def of(self, language: Language) -> str:
        """Return the value in one language."""
        ...


Value = int | str | Formattable | Sequence["Value"]
"""A value of a sentence.

An int is grouped by thousands. A str stays as it is: names, ids, years, seeds. A list is joined
("a, b et c"). A float must be wrapped, so that its rounding is a choice: see the classes below.
"""


class Translator:
    """Sentences of one catalogue in both languages."""

    def __init__(self, *catalogues: Path | str) -> None:
        """Use the French of gettext files and texts, read at the first sentence."""
        self._catalogues = catalogues

    def __call__(self, sentence: str, **values: Value) -> Text:
        """Return the sentence in both languages, its {names} replaced by `values`."""
        return Text(
            fr=self.sentence("fr", sentence, values), en=self.sentence("en", sentence, values)
        )

    def plural(self, singular: str, plural: str, n: "int | Number", **values: Value) -> Text:
        """Return the form that each language uses for `n`, with {n} and {names} replaced."""
        return Text(
            fr=self.counted("fr", singular, plural, n, values),
            en=self.counted("en", singular, plural, n, values),
        )

    def sentence(self, language: Language, sentence: str, values: Mapping[str, Value]) -> str:
        """Return the sentence in one language. A missing translation stays in English."""
        forms = self._french.get(sentence) if language == "fr" else None
        if forms is None or len(forms) == 1:
            return _filled(forms[0] if forms else sentence, language, values)
        count = next(value for value in values.values() if isinstance(value, int))
        return _filled(_form(forms, count, language), language, values)

    def counted(
        self,
        language: Language,
        singular: str,
        plural: str,
        n: "int | Number",
        values: Mapping[str, Value],
    ) -> str:
        """Return the form for `n` in one language."""
        forms = self._french.get(singular) if language == "fr" else None
        if forms is None or len(forms) == 1:
            forms = (singular, plural)
        shown = n if isinstance(n, int) else n.shown
        return _filled(_form(forms, shown, language), language, {"n": n, **values})

    @cached_property
    def _french(self) -> dict[str, tuple[str, ...]]:
        """Sentence (or singular) → its French forms."""
        french: dict[str, tuple[str, ...]] = {}
        for catalogue in self._catalogues:
            if isinstance(catalogue, Path):
                catalogue = catalogue.read_text(encoding="utf-8")
            french |= read_catalogue(catalogue)
        return french


@dataclass(frozen=True)
class Number:
    """A number with at most `digits` decimals. Infinity is "never"."""

    value: float
    digits: int = 0
    rounding: Rounding = "nearest"

    @property
    def shown(self) -> float:
        """Number as a reader sees it."""
        return formatting.rounded(self.value, self.digits, self.rounding)

    def of(self, language: Language) -> str:
        """Return the number in one language."""
        return formatting.number(self.value, language, self.digits, self.rounding)


@dataclass(frozen=True)
class Percent:
    """A share (0..1) as a percentage. An upper bound is rounded up."""

    share: float
    digits: int = 1
    rounding: Rounding = "down"

    def of(self, language: Language) -> str:
        """Return the percentage in one language."""
        return formatting.percent(self.share, language, self.digits, self.rounding)


@dataclass(frozen=True)
class Seconds:
    """A time that is always shown in seconds: "0.42 s", "75.3 s". Infinity is "never"."""

    value: float
    digits: int = 2
    rounding: Rounding = "up"

    def of(self, language: Language) -> str:
        """Return the time in one language."""
        return formatting.seconds(self.value, language, self.digits, self.rounding)


@dataclass(frozen=True)
class Duration:
    """A length of time in s, min and h: "0.4 s", "3 min 5 s", "2 h". Infinity is "never"."""

    seconds: float
    digits: int = 1
    rounding: Rounding = "up"

    def of(self, language: Language) -> str:
        """Return the duration in one language."""
        return formatting.duration(self.seconds, language, self.digits, self.rounding)


@dataclass(frozen=True)
class Delay:
    """A delay as it was set, in ms or s: "250 ms", "1.5 s", "90 s"."""

    seconds: float

    def of(self, language: Language) -> str:
        """Return the delay in one language."""
        return formatting.delay(self.seconds, language)


@dataclass(frozen=True)
class Bytes:
    """A number of bytes in B, kB, MB or GB (1 kB = 1000 B)."""

    value: float
    digits: int = 0
    rounding: Rounding = "up"

    def of(self, language: Language) -> str:
        """Return the size in one language."""
        return formatting.size(self.value, language, self.digits, self.rounding)


@dataclass(frozen=True)
class Points:
    """Points of a score: "1 point", "3.5 points"."""

    value: float
    digits: int = 1
    rounding: Rounding = "down"

    def of(self, language: Language) -> str:
        """Return the points in one language."""
        figure = Number(self.value, self.digits, self.rounding)
        return translate.plural("{n} point", "{n} points", figure).of(language)


def _form(forms: tuple[str, ...], n: float, language: Language) -> str:
    return forms[0 if formatting.is_singular(n, language) else 1]


def _filled(template: str, language: Language, values: Mapping[str, Value]) -> str:
    if not values:
        return template
    return template.format_map(_Shown(values, language))


class _Shown(dict[str, str]):
    """Values as text, each formatted when the sentence has its name."""

    def __init__(self, values: Mapping[str, Value], language: Language) -> None:
        super().__init__()
        self._values = values
        self._language: Language = language

    def __missing__(self, name: str) -> str:
        return _shown(self._values[name], self._language)


def _shown(value: Value, language: Language) -> str:
    if isinstance(value, int):
        return formatting.number(value, language)
    if type(value) is not str and isinstance(value, Formattable):
        return value.of(language)
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return formatting.joined([_shown(item, language) for item in value], language)
    raise TypeError(
        f"{value!r}: wrap it in Number, Percent, Seconds, Duration, Delay, Bytes or Points"
    )


translate = Translator(Path(__file__).with_name("fr.po"))
"""The translator of the reports themselves."""
