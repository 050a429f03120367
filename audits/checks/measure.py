"""What a judgement returns: a value in the curve's unit, and how it was come by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from epreuve.audits.grid.criterion import Criterion
from epreuve.audits.profile.declaration import EvidenceLevel
from epreuve.reports.text import Text


@dataclass(frozen=True)
class Measure:
    """One value. `best` lowers what the curve may give, when the proof is short.

    `rung` is for mixed criteria: where on the ladder of evidence it stands by itself. None is for
    what only contradicts: a good reading then proves nothing without a declaration.
    """

    value: float
    shown: Text
    reason: Text
    evidence: str = ""
    best: float = 100.0
    halved: bool = False  # a promise of the profile was broken
    counted: tuple[int, int] | None = None  # how many of how many, when these are a sample
    kind: Literal["measured", "declared"] = "measured"  # by whom it was brought
    evidence_level: EvidenceLevel | None = None


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


def worth(criterion: Criterion, seen: Iterable[str]) -> float:
    """What items of the criterion bring. Raises ValueError for a line of the grid without items."""
    if criterion.items is None:
        raise ValueError(f"{criterion.id} has no items in the grid: give it some")
    return criterion.items.points(seen)


def points(criterion: Criterion, has: Mapping[str, bool], evidence: str) -> Measure:
    """The points of the criterion's items that were seen, naming those that were not."""
    value = worth(criterion, [name for name, there in has.items() if there])
    items = criterion.items.of if criterion.items is not None else {}
    missing = [items[name].text for name, there in has.items() if not there]
    fr, en = ("; ".join(getattr(each, word) for each in missing) for word in ("fr", "en"))
    return Measure(
        value,
        text(f"{value:g} points", f"{value:g} points"),
        text(
            f"Il manque : {fr}." if missing else "Rien ne manque.",
            f"Missing: {en}." if missing else "Nothing is missing.",
        ),
        evidence,
    )
