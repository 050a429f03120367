"""Several runs of one crisis side by side: suppliers to choose from, releases to compare."""

from collections.abc import Iterator, Sequence

from epreuve.reports.assessment import Assessment, Finding, Outcome
from epreuve.reports.record import Record
from epreuve.reports.text import Text

NOISE = 5  # points of a criterion under which two runs are taken as equal [A]


class NotComparable(ValueError):
    """Runs that were not played and judged alike: their letters must not stand side by side."""


class Difference(Record):
    """A criterion on which the runs differ; every tuple has one value a run."""

    id: str
    family: str
    title: Text
    outcomes: tuple[Outcome, ...]
    scores: tuple[float | None, ...]
    shown: tuple[Text, ...]
    recommendation: Text


class Comparison(Record):
    """The runs as they were given, a name for each, and the criteria that tell them apart."""

    names: tuple[str, ...]
    assessments: tuple[Assessment, ...]
    differences: tuple[Difference, ...]
    cautions: tuple[Text, ...]  # what was not alike, without forbidding the comparison


def compare(assessments: Sequence[Assessment]) -> Comparison:
    """Put runs side by side; NotComparable when crisis, grid, seed or scale differ."""
    if len(assessments) < 2:
        raise NotComparable(f"a comparison needs two runs or more, {len(assessments)} given")
    _refuse_unlike(assessments)
    return Comparison(
        names=_names(assessments),
        assessments=tuple(assessments),
        differences=_differences(assessments),
        cautions=tuple(_cautions(assessments)),
    )


def _cautions(assessments: Sequence[Assessment]) -> Iterator[Text]:
    conditions = (
        ("le moteur des pannes", "the engine of the faults", [a.bench.engine for a in assessments]),
        (
            "le niveau de coupure",
            "the level of the power cut",
            [a.bench.power for a in assessments],
        ),
        (
            "le rapport du banc à la production",
            "the bench against production",
            [a.service.environment_ratio for a in assessments],
        ),
        ("la version d’epreuve", "the version of epreuve", [a.run.epreuve for a in assessments]),
    )
    for fr, en, values in conditions:
        if len(set(values)) > 1:
            told = " / ".join(value or "–" for value in values)
            yield Text(
                fr=f"Les essais diffèrent par {fr} : {told}.",
                en=f"The runs differ by {en}: {told}.",
            )


def _refuse_unlike(assessments: Sequence[Assessment]) -> None:
    conditions = {
        "crisis": [a.crisis.id for a in assessments],
        "variant of the crisis": [
            "none" if a.crisis.held_out is None else str(a.crisis.held_out) for a in assessments
        ],
        "grid (sha256)": [a.grid.sha256 for a in assessments],
        "seed": [str(a.run.seed) for a in assessments],
        "scale": [f"{a.run.scale:g}" for a in assessments],
    }
    for condition, values in conditions.items():
        for assessment, value in zip(assessments, values, strict=True):
            if value != values[0]:
                raise NotComparable(
                    f"{condition} differs: {values[0]!r} in run {assessments[0].run.id}, "
                    f"{value!r} in run {assessment.run.id}; run or assess them again alike"
                )


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
            raise NotComparable(f"criterion {stray} is not in every run ({assessment.run.id})")
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
        family=first.family,
        title=first.title,
        outcomes=tuple(finding.outcome for finding in row),
        scores=tuple(finding.score for finding in row),
        shown=tuple(finding.shown for finding in row),
        recommendation=first.recommendation,
    )
