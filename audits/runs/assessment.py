"""Reading of the assessment of a run."""

from pathlib import Path

from epreuve.audits.errors import Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import UnreadableAssessment, read_assessment


def read_run_assessment(run: Path) -> Assessment:
    """Return the assessment of a run folder, or of the file itself. Raises Misuse."""
    try:
        return read_assessment(assessment_file(run))
    except UnreadableAssessment as error:
        raise Misuse(error_text(error)) from None


def assessment_file(run: Path) -> Path:
    """Return the path of the assessment in a run folder; `run` itself if it is a file."""
    return run / "assessment.json" if run.is_dir() else run
