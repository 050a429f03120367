"""What a judgement returns: a value in the curve's unit, and how it was come by."""

from dataclasses import dataclass
from typing import Literal

from epreuve.reports.assessment import Text


@dataclass(frozen=True)
class Measure:
    """One value. `best` lowers what the curve may give, when the proof is short."""

    value: float
    shown: Text
    reason: Text
    evidence: str = ""
    best: float = 100.0
    halved: bool = False  # a promise of the profile was broken
    kind: Literal["measured", "declared"] = "measured"


def text(fr: str, en: str) -> Text:
    """A sentence for both readers."""
    return Text(fr=fr, en=en)


def share(value: float, done: int, tried: int) -> Text:
    """A share with its counts, rounded down to a tenth of a percent: never in our favour."""
    percent = int(value * 1000 + 1e-9) / 10
    return text(
        f"{percent:.1f}".replace(".", ",") + f" % ({done} sur {tried})",
        f"{percent:.1f}% ({done} of {tried})",
    )


def seconds(value: float) -> Text:
    """A duration, rounded up to a hundredth."""
    if value == float("inf"):
        return text("jamais", "never")
    up = -int(-value * 100 // 1) / 100
    return text(f"{up:.2f} s".replace(".", ","), f"{up:.2f} s")
