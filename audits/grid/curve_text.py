"""Text of a curve: “100 points at 99%, 0 at 80%, linear”."""

from functools import cache

from epreuve.audits.grid.curve import Curve
from epreuve.audits.grid.translation import translate
from epreuve.reports.assessment import Unit
from epreuve.reports.text import Text
from epreuve.reports.translation import Bytes, Duration, Formattable, Number, Percent


def curve_text(curve: Curve) -> Text:
    """Return the two ends of a curve and its scale."""
    return _text(curve.full, curve.zero, curve.unit, curve.scale)


@cache  # an assessment of several trials has the same curves
def _text(at_full: float, at_zero: float, unit: Unit, scale: str) -> Text:
    full, zero = value_of(at_full, unit), value_of(at_zero, unit)
    if scale == "log":
        return translate("100 points at {full}, 0 at {zero}, logarithmic", full=full, zero=zero)
    return translate("100 points at {full}, 0 at {zero}, linear", full=full, zero=zero)


def value_of(value: float, unit: Unit) -> Formattable:
    """Return a value of a curve, formatted in its unit."""
    if unit == "share":
        return Percent(value, 2)
    if unit == "B":
        return Bytes(value)
    return Duration(value, 2) if unit == "s" else Number(value, 2)
