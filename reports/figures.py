"""Comparison as rows of figures, for the spreadsheet formats."""

from epreuve.reports.comparison import Comparison
from epreuve.reports.formatting import rounded
from epreuve.reports.words import Words

Cell = str | float | None


def figures(comparison: Comparison, _: Words) -> list[list[Cell]]:
    """Return one row per figure: code, title, one cell per run; None when unknown."""
    results = [a.result for a in comparison.assessments]
    rows: list[list[Cell]] = [["", "", *comparison.names]]
    rows.append(["", _("Letter"), *[result.letter for result in results]])
    for title, values in (
        (_("Score"), [result.score for result in results]),
        (_("Floor"), [result.floor for result in results]),
        (_("Ceiling"), [result.ceiling for result in results]),
        (_("Coverage"), [result.coverage * 100 for result in results]),
    ):
        rows.append(["", title, *[_rounded(value) for value in values]])
    for families in zip(*(result.families for result in results), strict=True):
        head = families[0]
        rows.append([head.code, _.of(head.title), *[_rounded(f.score) for f in families]])
    for difference in comparison.differences:
        scores = [_rounded(score) for score in difference.scores]
        rows.append([difference.id, _.of(difference.title), *scores])
    return rows


def _rounded(value: float | None) -> float | None:
    return None if value is None else rounded(value, 1, "down")
