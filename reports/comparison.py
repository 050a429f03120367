"""Comparison of several runs of one crisis: of suppliers, or of releases."""

from collections.abc import Iterator, Sequence

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.assessment import Assessment, CriterionOutcome, Finding
from epreuve.reports.text import Text
from epreuve.reports.translation import Number, translate

NOISE = 5  # points: two runs with a smaller gap on a criterion count as equal [A]


class NotComparable(ValueError):
    """Runs with different conditions, whose letters must not be compared."""


class Difference(FrozenModel):
    """Criterion on which the runs differ; each tuple has one value per run."""

    id: str
    title: Text
    outcomes: tuple[CriterionOutcome, ...]
    scores: tuple[float | None, ...]
    shown: tuple[Text, ...]


class Comparison(FrozenModel):
    """Runs, a name for each, and the criteria on which they differ."""

    names: tuple[str, ...]
    assessments: tuple[Assessment, ...]
    differences: tuple[Difference, ...]
    cautions: tuple[Text, ...]  # different conditions that still allow a comparison


def compare(assessments: Sequence[Assessment]) -> Comparison:
    """Compare runs. Raises NotComparable when crisis, grid, seed, scale or load differ."""
    if len(assessments) < 2:
        raise NotComparable(
            translate(
                "a comparison needs two runs or more, {n} given; name more folders of runs",
                n=len(assessments),
            )
        )
    _check_conditions(assessments)
    return Comparison(
        names=_names(assessments),
        assessments=tuple(assessments),
        differences=_differences(assessments),
        cautions=tuple(_cautions(assessments)),
    )


def _cautions(assessments: Sequence[Assessment]) -> Iterator[Text]:
    if engines := _different(a.bench.engine for a in assessments):
        yield translate("The runs have different fault engines: {values}.", values=engines)
    if levels := _different(a.bench.power for a in assessments):
        yield translate("The runs have different power cut levels: {values}.", values=levels)
    if ratios := _different(a.service.environment_ratio for a in assessments):
        yield translate(
            "The runs have different sizes of test bench compared with production: {values}.",
            values=ratios,
        )
    if versions := _different(a.run.epreuve for a in assessments):
        yield translate(
            "The runs come from different versions of epreuve: {values}.", values=versions
        )


def _different(values: Iterator[str]) -> str:
    """Return the value of each run when they differ, else ""."""
    listed = list(values)
    return " / ".join(value or "–" for value in listed) if len(set(listed)) > 1 else ""


def _check_conditions(assessments: Sequence[Assessment]) -> None:
    conditions: list[tuple[Text, Sequence[Text | str | Number]]] = [
        (translate("the crisis"), [repr(a.crisis.id) for a in assessments]),
        (translate("the variation seed of the crisis"), [_variation(a) for a in assessments]),
        (translate("the grid (sha256)"), [repr(a.grid.sha256) for a in assessments]),
        (translate("the seed"), [repr(str(a.run.seed)) for a in assessments]),
        (translate("the scale"), [Number(a.run.scale, 2) for a in assessments]),
        (
            translate("the normal peak (journeys per minute)"),
            [_or_none(a.service.normal_peak, 60) for a in assessments],
        ),
        (
            translate("the peak of the journeys that decide the score (per minute)"),
            [_or_none(a.service.critical_peak, 60) for a in assessments],
        ),
        (
            translate("the patience of users (seconds)"),
            [_or_none(a.service.patience) for a in assessments],
        ),
    ]
    for condition, values in conditions:
        for assessment, value in zip(assessments, values, strict=True):
            if value != values[0]:
                raise NotComparable(
                    translate(
                        "{condition} differs: {first} in run {one}, {second} in run {other}; run "
                        "or assess them again with the same one",
                        condition=condition, first=values[0], one=assessments[0].run.id,
                        second=value, other=assessment.run.id,
                    )
                )  # fmt: skip


def _or_none(value: float | None, factor: float = 1) -> Text | Number:
    """Return a number of the profile; "none" for an assessment of an older version."""
    return translate("none") if value is None else Number(value * factor, 2)


def _variation(assessment: Assessment) -> Text | str:
    seed = assessment.crisis.variation_seed
    return translate("none") if seed is None else repr(str(seed))


def _names(assessments: Sequence[Assessment]) -> tuple[str, ...]:
    for names in (
        [a.service.supplier for a in assessments],
        [a.service.name for a in assessments],
        [f"{a.service.name} · {a.service.supplier}" for a in assessments],
    ):
        if len(set(names)) == len(names) and all(names):
            return tuple(names)
    return tuple(f"{a.service.name} · {a.run.id}" for a in assessments)


def _differences(assessments: Sequence[Assessment]) -> tuple[Difference, ...]:
    columns = [{finding.id: finding for finding in a.findings} for a in assessments]
    for assessment, column in zip(assessments, columns, strict=True):
        if column.keys() != columns[0].keys():
            stray = sorted(column.keys() ^ columns[0].keys())[0]
            raise NotComparable(
                translate(
                    "criterion {id} is not in every run ({run}); "
                    "assess all runs again with one grid",
                    id=stray,
                    run=assessment.run.id,
                )
            )
    rows = [[column[finding.id] for column in columns] for finding in assessments[0].findings]
    return tuple(_difference(row) for row in rows if _differ(row))


def _differ(row: Sequence[Finding]) -> bool:
    if len({finding.outcome for finding in row}) > 1:
        return True
    scores = [finding.score for finding in row if finding.score is not None]
    return bool(scores) and max(scores) - min(scores) >= NOISE


def _difference(row: Sequence[Finding]) -> Difference:
    first = row[0]
    return Difference(
        id=first.id,
        title=first.title,
        outcomes=tuple(finding.outcome for finding in row),
        scores=tuple(finding.score for finding in row),
        shown=tuple(finding.shown for finding in row),
    )
