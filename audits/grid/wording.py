"""Texts for both readers: the same sentence twice, several joined, a curve in words."""

from collections.abc import Iterable

from epreuve.audits.grid.curve import Curve
from epreuve.reports.text import Text


def curve_text(curve: Curve) -> Text:
    """For example: “100 points à 99 %, 0 à 80 %, linéaire”."""
    full, zero = _figure(curve.full, curve.unit), _figure(curve.zero, curve.unit)
    french, english = {"lin": ("linéaire", "linear"), "log": ("logarithmique", "logarithmic")}[
        curve.scale
    ]
    return Text(
        fr=f"100 points à {full.fr}, 0 à {zero.fr}, {french}",
        en=f"100 points at {full.en}, 0 at {zero.en}, {english}",
    )


def _figure(value: float, unit: str) -> Text:
    if unit == "share":
        return _both(f"{value * 100:g}", " %", "%")
    if unit in ("s", "second"):
        return _duration(value)
    if unit in ("B", "byte"):
        return _both(f"{value / 1000:g}", " Ko", " KB")
    if unit == "multiple":
        return _both(f"×{value:g}", "", "")
    return _both(f"{value:g}", "", "")


def _duration(value: float) -> Text:
    for size, sign in ((3600.0, " h"), (60.0, " min")):
        if value >= size and value % size == 0:
            return _both(f"{value / size:g}", sign, sign)
    return _both(f"{value:g}", " s", " s")


def _both(number: str, fr: str, en: str) -> Text:
    return Text(fr=number.replace(".", ",") + fr, en=number + en)


def text_of(words: object) -> Text:
    """The pair of anything that has `fr` and `en`."""
    return Text.model_validate(words, from_attributes=True)


def join(sentences: Iterable[Text]) -> Text:
    """Sentences one after the other."""
    found = list(sentences)
    return Text(fr=" ".join(e.fr for e in found), en=" ".join(e.en for e in found))


def finite(value: float | None) -> float | None:
    """JSON has no infinity: what never ended has no value, and its reason says so."""
    return None if value is None or value in (float("inf"), float("-inf")) else value
