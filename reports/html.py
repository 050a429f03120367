"""HTML pages: `report.fr.html`, `report.en.html`, and those of a comparison."""

from epreuve.reports.assessment import Assessment, FamilyScore, Finding
from epreuve.reports.clauses import clauses
from epreuve.reports.comparison import Comparison
from epreuve.reports.fixes import best_fixes
from epreuve.reports.html_pages import page
from epreuve.reports.language import Language
from epreuve.reports.matrix import matrix
from epreuve.reports.published import published
from epreuve.reports.report import Report
from epreuve.reports.text import Text
from epreuve.reports.timeline import draw
from epreuve.reports.window_figures import fault_rows, window_figures
from epreuve.reports.words import Words

FILE = "report.{language}.html"
COMPARISON_FILE = "comparison.{language}.html"


def render(assessment: Assessment, language: Language) -> str:
    """Return the report as a single file that loads nothing."""
    assessment = published(assessment)
    return page(
        "report.html",
        language,
        file=FILE,
        a=assessment,
        fixes=best_fixes(assessment),
        causes=_causes(assessment),
        families=_by_family(assessment),
        windows=window_figures(assessment.timeline),
        faults=fault_rows(assessment.timeline),
        chart=draw(assessment.timeline),
        matrix=matrix(assessment.matrix),
        contents=_contents(assessment, Words(language)),
    )


def render_comparison(comparison: Comparison, language: Language) -> str:
    """Return the comparison as a single file that loads nothing."""
    comparison = published(comparison)
    return page(
        "comparison.html",
        language,
        file=COMPARISON_FILE,
        c=comparison,
        clauses=clauses(comparison, Words(language)),
    )


def _causes(assessment: Assessment) -> dict[str, tuple[str, Text]]:
    """Return the place of the repair of a criterion that is described elsewhere, and its title."""
    causes: dict[str, tuple[str, Text]] = {}
    shown = best_fixes(assessment)
    for fix in best_fixes(assessment, None):
        if fix in shown:
            causes |= dict.fromkeys(fix.criteria, ("fixes", fix.title))
        else:
            causes |= dict.fromkeys(fix.criteria[1:], (fix.finding.id, fix.title))
    return causes


def _by_family(assessment: Assessment) -> list[tuple[FamilyScore, list[Finding]]]:
    return [
        (family, [f for f in assessment.findings if f.family == family.code])
        for family in assessment.result.families
    ]


def _contents(assessment: Assessment, _: Words) -> list[tuple[str, str]]:
    sections = [
        ("timeline", _("What happened")),
        ("matrix", _("Journeys when a dependency fails")),
        ("recovery", _("Recovery")),
        ("receipts", _("Receipts")),
        ("criteria", _("All criteria")),
        ("not-tested", _("What was not tested")),
        ("crisis", _("The crisis: facts and assumptions")),
        ("bench", _("Test bench")),
    ]
    return [s for s in sections if s[0] != "matrix" or assessment.matrix]


REPORT = Report("html", FILE, render)
COMPARISON = Report("html", COMPARISON_FILE, render_comparison)
