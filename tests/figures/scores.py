"""Scores of families, of phases and of the whole, recomputed from the printed criteria."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import epreuve.audits.checks
from tests.figures.page import Place, numbers

ROUNDED = 1.01  # a printed score is rounded down, by less than one point
CLAIMED = "counts as not assessed"  # an exemption that only the profile gives
NO_EVIDENCE = r"claim without a document|\bclaimed\b|at 0% for the evidence level"
UNMEASURED = 50.0  # highest score of a family without a measurement
PHASES = ("before", "during", "after")
Family = dict[str, Any]


@cache
def grid_families() -> list[Family]:
    """Return the families of the grid as they are written, in their order."""
    files = [
        file for folder in epreuve.audits.checks.__path__
        for file in Path(folder).rglob("criteria.yaml")
    ]  # fmt: skip
    return sorted(
        (yaml.safe_load(file.read_text(encoding="utf-8")) for file in files),
        key=lambda family: family["rank"],
    )


def score_mistakes(page: dict[Place, str]) -> Iterator[str]:
    """Yield each printed score, weight or coverage that the criteria do not give."""
    families, scores = grid_families(), printed_scores(page)
    means: list[tuple[float, float]] = []
    for row, family in enumerate(families, 1):
        mean = _mean([(one["weight"], scores.get(one["id"])) for one in family["criteria"]])
        cells = [
            numbers(page[Place("families", table="families", row=row, column=column)])
            for column in range(3)
        ]
        shown = float(cells[1][0]) if cells[1] else None
        if shown is not None and mean is not None:
            means.append((family["weight"], shown))
            if abs(shown - mean) > ROUNDED and shown != UNMEASURED:
                yield f"{family['code']}: {shown} is not {mean:.2f}"
        if abs(float(cells[0][0]) - family["weight"]) >= 1:
            yield f"{family['code']}: weight {cells[0]} is not {family['weight']}"
        share = _coverage(page, family, scores)
        if share is not None and abs(float(cells[2][0]) - share) > ROUNDED:
            yield f"{family['code']}: coverage {cells[2]} is not {share:.2f}"
    yield from _phases(page, families, scores)
    yield from _whole(page, means)


def printed_scores(page: dict[Place, str]) -> dict[str, float | None]:
    """Return the score of each criterion; None where it was not assessed, absent if exempted."""
    scores: dict[str, float | None] = {}
    for place, text in page.items():
        if place.part == "summary" and re.fullmatch(r"[A-Z]{3}-\d", place.criterion):
            if "not applicable" in text and not is_claimed(page, place.criterion):
                continue
            is_scored = not re.search("not assessed|not applicable|tool error", text)
            scores[place.criterion] = float(numbers(text)[-1]) if is_scored else None
    return scores


def is_claimed(page: dict[Place, str], criterion: str) -> bool:
    """Return whether only the profile exempts a criterion: it counts as not assessed."""
    return CLAIMED in page.get(Place("criteria", criterion, "Observation"), "")


def _mean(weighted: list[tuple[float, float | None]]) -> float | None:
    known = [(weight, score) for weight, score in weighted if score is not None]
    total = sum(weight for weight, _ in known)
    return sum(weight * score for weight, score in known) / total if total else None


def _coverage(
    page: dict[Place, str], family: Family, scores: dict[str, float | None]
) -> float | None:
    asked = [one for one in family["criteria"] if one["id"] in scores]
    total = sum(one["weight"] for one in asked)
    shown = sum(
        one["weight"]
        for one in asked
        if scores[one["id"]] is not None and not _is_without_evidence(page, one["id"])
    )
    return 100 * shown / total if total else None


def _is_without_evidence(page: dict[Place, str], criterion: str) -> bool:
    """Return whether a criterion has its 0 points for a claim or for no declaration."""
    texts = (
        page.get(Place("criteria", criterion, part), "") for part in ("summary", "Observation")
    )
    return re.search(NO_EVIDENCE, " ".join(texts)) is not None


def _phases(
    page: dict[Place, str], families: list[Family], scores: dict[str, float | None]
) -> Iterator[str]:
    shown = [float(one) for one in numbers(page[Place("phases")])]
    for phase, score in zip(PHASES, shown, strict=False):
        weighted: list[tuple[float, float | None]] = []
        for family in families:
            total = sum(one["weight"] for one in family["criteria"])
            weighted += [
                (family["weight"] * one["weight"] / total, scores.get(one["id"]))
                for one in family["criteria"] if phase in one["phases"]
            ]  # fmt: skip
        mean = _mean(weighted)
        if mean is not None and abs(score - mean) > ROUNDED + 1:
            yield f"{phase}: {score} is not {mean:.2f}"


def _whole(page: dict[Place, str], means: list[tuple[float, float]]) -> Iterator[str]:
    """Check the score: three quarters of the mean, one of the weakest family, below each cap."""
    text = page[Place("letter")]
    match = re.search(r"(\d+) out of 100", text)
    if match is None or not means:
        return
    mean = _mean([(weight, score) for weight, score in means]) or 0.0
    weakest = min(score for weight, score in means if weight >= 10)
    limits = [float(one) for one in re.findall(r"limited to (\d+)", page.get(Place("knock"), ""))]
    score = min([0.75 * mean + 0.25 * weakest, *limits])
    if abs(float(match[1]) - score) > ROUNDED + 1:
        yield f"score {match[1]} is not {score:.2f}"
    floor, ceiling, coverage = (
        float(found[1]) if (found := re.search(rf"{name} (\d+)", text)) else None
        for name in ("Floor", "Ceiling", "Coverage")
    )
    if floor is not None and ceiling is not None and not floor <= float(match[1]) <= ceiling:
        yield f"score {match[1]} is not between {floor} and {ceiling}"
    if coverage is not None and not 0 <= coverage <= 100:
        yield f"coverage {coverage}"
