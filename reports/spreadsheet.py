"""The comparison as CSV, for those who live in spreadsheets."""

import csv
import io

from epreuve.reports.cleaning import harmless
from epreuve.reports.comparison import Comparison
from epreuve.reports.report import Report
from epreuve.reports.words import Language, Words

# A cell that begins so is run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_comparison(comparison: Comparison, language: Language) -> str:
    """Return one line a figure, one column a run; an unknown figure is an empty cell."""
    told, _ = harmless(comparison), Words(language)
    results = [a.result for a in told.assessments]
    rows: list[list[object]] = [["", "", *told.names]]
    rows.append(["", _("Letter"), *[result.letter for result in results]])
    for title, values in (
        (_("Score"), [result.score for result in results]),
        (_("Floor"), [result.floor for result in results]),
        (_("Ceiling"), [result.ceiling for result in results]),
        (_("Coverage"), [result.coverage * 100 for result in results]),
    ):
        rows.append(["", title, *[_.plain(value) for value in values]])
    for families in zip(*(result.families for result in results), strict=True):
        head = families[0]
        rows.append([head.code, _.of(head.title), *[_.plain(f.score) for f in families]])
    for difference in told.differences:
        scores = [_.plain(score) for score in difference.scores]
        rows.append([difference.id, _.of(difference.title), *scores])
    file = io.StringIO()
    # A French spreadsheet reads ; between cells and a comma inside numbers.
    writer = csv.writer(file, delimiter=";" if language == "fr" else ",", lineterminator="\n")
    writer.writerows([_inert(cell) for cell in row] for row in rows)
    return file.getvalue()


def _inert(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


COMPARISON = Report("csv", "comparison.{language}.csv", render_comparison)
