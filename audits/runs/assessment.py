"""Reading of the assessment of a run."""

from pathlib import Path

from epreuve.audits.errors import Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import UnreadableAssessment, read_assessment


def read_run_assessment(run: Path) -> Assessment:
    """Return the assessment of a run folder, or of the file itself. Raises Misuse."""
    try:
        return read_assessment(run / "assessment.json" if run.is_dir() else run)
    except UnreadableAssessment as error:
        raise Misuse(error_text(error)) from None
