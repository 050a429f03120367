"""The comparison as CSV, for those who live in spreadsheets."""

import csv
import io

from epreuve.reports.clauses import clauses
from epreuve.reports.cleaning import harmless
from epreuve.reports.comparison import Comparison
from epreuve.reports.figures import Cell, figures
from epreuve.reports.report import Report
from epreuve.reports.text import Language
from epreuve.reports.words import Words

# A cell that begins so is run as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_comparison(comparison: Comparison, language: Language) -> str:
    """Return one line a figure, one column a run (empty when unknown); then the clauses."""
    _ = Words(language)
    file = io.StringIO()
    # A French spreadsheet reads ; between cells and a comma inside numbers.
    writer = csv.writer(file, delimiter=";" if language == "fr" else ",", lineterminator="\n")
    told = harmless(comparison)
    writer.writerows([_written(cell, _) for cell in row] for row in figures(told, _))
    writer.writerow([])
    writer.writerows([each.title, each.text] for each in clauses(told, _))
    return file.getvalue()


def _written(cell: Cell, _: Words) -> str:
    if not isinstance(cell, str):
        return _.plain(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


COMPARISON = Report("csv", "comparison.{language}.csv", render_comparison)
