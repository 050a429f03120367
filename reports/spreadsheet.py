"""Comparison as CSV, for a spreadsheet."""

import csv
import io

from epreuve.reports.clauses import clauses
from epreuve.reports.cleaning import cleaned
from epreuve.reports.comparison import Comparison
from epreuve.reports.figures import Cell, figures
from epreuve.reports.language import Language
from epreuve.reports.report import Report
from epreuve.reports.words import Words

# Spreadsheets run a cell that starts with one of these as a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_comparison(comparison: Comparison, language: Language) -> str:
    """Return one line per figure, one column per run (empty when unknown); then the clauses."""
    _ = Words(language)
    file = io.StringIO()
    # A French spreadsheet expects ; between cells and a comma in numbers.
    writer = csv.writer(file, delimiter=";" if language == "fr" else ",", lineterminator="\n")
    comparison = cleaned(comparison)
    writer.writerows([_cell(cell, _) for cell in row] for row in figures(comparison, _))
    writer.writerow([])
    writer.writerows([clause.title, clause.text] for clause in clauses(comparison, _))
    return file.getvalue()


def _cell(cell: Cell, _: Words) -> str:
    if not isinstance(cell, str):
        return _.plain(cell)
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


COMPARISON = Report("csv", "comparison.{language}.csv", render_comparison)
