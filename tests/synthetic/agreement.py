"""Agreement of the marks of one behaviour under several plans, within their uncertainty."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from epreuve.audits.grid.grid import load_grid
from epreuve.audits.scoring.criterion_result import CriterionResult
from tests.synthetic.audit import Case, Verdicts

ROUNDING = 2.5  # points on each side of a mark without an interval
# Their subject is the dependencies: equal numbers of dependencies are compared.
OF_DEPENDENCIES = frozenset(
    {
        "DEG-1", "DEG-2", "DEG-3", "DEG-4", "DEG-5", "DEG-9", "IND-1", "IND-2", "IND-3", "IND-4",
        "IND-5", "TER-1", "REC-3", "REC-4",
    }
)  # fmt: skip
LOWER_BOUNDS = frozenset({"DEG-8"})  # the mark is what the duration of the cut proves, at least


@dataclass(frozen=True)
class MarkRange:
    """Points between which a mark is, by its own statement, with the case that gave it."""

    low: float
    high: float
    mark: float
    case: Case

    def __str__(self) -> str:
        return f"{self.mark:.0f} [{self.low:.0f}–{self.high:.0f}] ({self.case})"


@dataclass(frozen=True)
class Disagreement:
    """Two ranges of one criterion that have no common point."""

    criterion: str
    best: MarkRange
    worst: MarkRange

    def __str__(self) -> str:
        return f"{self.criterion}: {self.best} against {self.worst}"


def disagreements(verdicts: Iterable[Verdicts]) -> Iterator[Disagreement]:
    """Yield the criteria whose marks cannot all be those of one behaviour."""
    ranges: dict[tuple[str, int], list[MarkRange]] = defaultdict(list)
    for one in verdicts:
        for id, result in one.results.items():
            if result.mark.score is not None:
                number = one.case.dependencies if id in OF_DEPENDENCIES else -1
                ranges[id, number].append(mark_range(id, result, one.case))
    for (id, _), marks in ranges.items():
        best, worst = max(marks, key=lambda mark: mark.low), min(marks, key=lambda mark: mark.high)
        if best.low > worst.high:
            yield Disagreement(id, best, worst)


def mark_range(id: str, result: CriterionResult, case: Case) -> MarkRange:
    """Return the points between which a mark is, by its own interval or by its rounding."""
    mark = result.mark.score or 0.0
    if id in LOWER_BOUNDS:
        return MarkRange(mark - ROUNDING, 100.0, mark, case)
    if result.interval is None:
        return MarkRange(mark - ROUNDING, mark + ROUNDING, mark, case)
    curve = load_grid().criterion(id).curve
    points = [curve.score(value) for value in result.interval]
    return MarkRange(min(points) - ROUNDING, max(points) + ROUNDING, mark, case)
