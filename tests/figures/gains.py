"""Points that each recommendation gains: the difference of two scores of the grid."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.figures.page import numbers
from tests.figures.run import Run
from tests.figures.scores import UNMEASURED, Family, grid_families

ESSENTIAL = 10  # weight of a family, in percent of the grid
TABLES = ("observation", "attempt", "request")
Points = Mapping[str, float]


@dataclass(frozen=True)
class Marks:
    """Scores of the criteria, those with evidence of the run, and the caps by criterion."""

    points: dict[str, float]
    measured: frozenset[str]
    caps: dict[str, float]


def marks_of(run: Run) -> Marks:
    """Return the marks of a run, from its assessment: they are the input of the grid."""
    document = run.assessment
    scored = [one for one in document["findings"] if one["score"] is not None]
    result = document["result"]
    return Marks(
        {one["id"]: one["score"] for one in scored},
        frozenset(one["id"] for one in scored if _is_measured(one)),
        {one["criterion"]: one["cap"] for one in (*result["knockouts"], *result["limits"])},
    )


def _is_measured(finding: dict[str, Any]) -> bool:
    """Return whether a mixed result names a table of the evidence, and not the profile alone."""
    text = finding["evidence"]["en"]
    return finding["kind"] == "measured" or (
        finding["kind"] == "mixed" and any(f"`{name}`" in text for name in TABLES)
    )


def gain(marks: Marks, raised: Points) -> tuple[float, bool]:
    """Return the points that better marks add, and whether they come after all caps are gone."""
    now = score(marks.points, marks.measured, marks.caps.values())
    left = [cap for criterion, cap in marks.caps.items() if criterion not in raised]
    then = score({**marks.points, **raised}, marks.measured | raised.keys(), left)
    if round(then - now, 9) > 0:
        return then - now, False
    return sum(_of_mean(marks.points, one, to) for one, to in raised.items()), True


def score(points: Points, measured: frozenset[str] | set[str], caps: Any) -> float:
    """Return three quarters of the mean and one of the weakest family, below each cap."""
    means = []
    for family in grid_families():
        mean = _family_mean(family, points)
        ids = {one["id"] for one in family["criteria"] if one["kind"] != "declared"}
        if mean is not None and ids and not ids & measured:
            mean = min(mean, UNMEASURED)
        if mean is not None:
            means.append((family["weight"], mean))
    if not means:
        return 0.0
    mean = sum(weight * one for weight, one in means) / sum(weight for weight, _ in means)
    mean = min(mean, 0.8 * _measured_mean(points, measured) + 20)
    essential = [one for weight, one in means if weight >= ESSENTIAL] or [one for _, one in means]
    return min([0.75 * mean + 0.25 * min(essential), *caps])


def _measured_mean(points: Points, measured: frozenset[str] | set[str]) -> float:
    total = weighted = 0.0
    for family in grid_families():
        whole = sum(one["weight"] for one in family["criteria"])
        for one in family["criteria"]:
            if one["id"] in points and one["id"] in measured:
                share = family["weight"] * one["weight"] / whole
                total, weighted = total + share, weighted + share * points[one["id"]]
    return weighted / total if total else 0.0


def _family_mean(family: Family, points: Points) -> float | None:
    own = [(one["weight"], points[one["id"]]) for one in family["criteria"] if one["id"] in points]
    return sum(w * one for w, one in own) / sum(w for w, _ in own) if own else None


def _of_mean(points: Points, criterion: str, to: float) -> float:
    """Return the change of the mean of the grid for one better mark."""
    families = [one for one in grid_families() if _family_mean(one, points) is not None]
    family = next(
        one for one in families if criterion in {inner["id"] for inner in one["criteria"]}
    )
    own = {one["id"]: one["weight"] for one in family["criteria"] if one["id"] in points}
    share = family["weight"] / sum(one["weight"] for one in families)
    change: float = share * own[criterion] / sum(own.values()) * (to - points[criterion])
    return change


def gain_mistakes(run: Run, title: str, text: str, criteria: list[str]) -> Iterator[str]:
    """Yield the gain of a recommendation that is not the difference of two scores."""
    document = run.assessment
    causes = {one["title"]["en"]: one["scores"] for one in document["repairs"]}
    marks = marks_of(run)
    raised = causes.get(title, dict.fromkeys(criteria, 100.0))
    raised = {one: to for one, to in raised.items() if one in marks.points}
    worse = [one for one, to in raised.items() if not marks.points[one] < to <= 100]
    if worse or not raised.keys() <= set(criteria):
        yield f"{title}: {raised} is no repair of {criteria}"
    shown = numbers(text)
    if "needed to assess" in text:
        return
    points, is_late = gain(marks, raised)
    if len(shown) != 1 or not points - 0.1 < float(shown[0]) <= points + 1e-6:
        yield f"{title}: {text!r} is not {points:.3f}"
    if is_late != ("†" in text):
        yield f"{title}: {text!r}, after all caps: {is_late}"


def own_gain_mistakes(run: Run, criterion: str, text: str) -> Iterator[str]:
    """Yield the gain of a criterion alone, assessed or not, that is not a difference of scores."""
    marks = marks_of(run)
    now = score(marks.points, marks.measured, marks.caps.values())
    left = [cap for one, cap in marks.caps.items() if one != criterion]
    kinds = {one["id"]: one["kind"] for family in grid_families() for one in family["criteria"]}
    measured = marks.measured | ({criterion} if kinds[criterion] != "declared" else set())
    points = score({**marks.points, criterion: 100.0}, measured, left) - now
    (shown,) = numbers(text)
    if not points - 0.1 < float(shown) <= points + 1e-6:
        yield f"{criterion}: {text!r} is not {points:.3f}"
