"""Curve: points, 0 to 100, for a measured value."""

import math
from typing import Literal, Self

from pydantic import model_validator

from epreuve.audits.grid.translation import translate
from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.assessment import SourceMark, Unit


class Curve(FrozenModel):
    """100 points at `full` or better, 0 at `zero` or worse, a straight line between.

    On a `log` scale the line is straight in the logarithm: each doubling costs the same points.
    `mark` is the source mark of the two ends.
    """

    full: float
    zero: float
    unit: Unit
    scale: Literal["lin", "log"] = "lin"
    mark: SourceMark = "A"

    @model_validator(mode="after")
    def _ends_make_a_curve(self) -> Self:
        if not (math.isfinite(self.full) and math.isfinite(self.zero)):
            raise ValueError(translate("full and zero must be finite numbers"))
        if self.full == self.zero:
            raise ValueError(translate("full and zero are equal: move one of them"))
        if self.scale == "log" and min(self.full, self.zero) <= 0:
            raise ValueError(translate("a log scale needs full and zero above 0: write scale: lin"))
        return self

    def score(self, value: float) -> float:
        """Return the points of a value in the unit of the curve. Raises ValueError for NaN."""
        if math.isnan(value):
            raise ValueError(translate("the value to score is not a number (NaN)"))
        best, worst = max(self.full, self.zero), min(self.full, self.zero)
        x, full, zero = min(max(value, worst), best), self.full, self.zero
        if x in (full, zero):  # exact, because the logarithm rounds
            return 100.0 if x == full else 0.0
        if self.scale == "log":
            x, full, zero = math.log(x), math.log(full), math.log(zero)
        return min(100.0, max(0.0, 100.0 * (x - zero) / (full - zero)))
