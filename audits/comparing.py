"""Compares runs from their assessments alone, and writes the comparison down."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MEASURED, Misuse, NotMeasurable
from epreuve.audits.playing.run_folder import RUNS
from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import NotComparable, compare
from epreuve.reports.document import UnreadableAssessment, read_assessment
from epreuve.reports.terminal import render_comparison
from epreuve.reports.text import Language
from epreuve.reports.writing import Failed, write_comparison


def compare_runs(runs: Sequence[Path], language: Language, folder: Path | None) -> int:
    """Print and write the comparison; 3 when a format failed. Raises Misuse or NotMeasurable."""
    try:
        found = compare([_read(run) for run in runs])
    except NotComparable as error:
        raise Misuse(str(error)) from None
    print(render_comparison(found, language, color=sys.stdout.isatty()))
    target = folder or RUNS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-comparison"
    try:
        written = write_comparison(found, target)
    except OSError as error:
        raise NotMeasurable(f"{target}: cannot be created ({error.strerror})") from None
    for each in written:
        if isinstance(each, Failed):
            print(f"epreuve: {each.path}: not written: {each.reason}", file=sys.stderr)
        else:
            print(each.path)
    return EXIT_NOT_MEASURED if any(isinstance(each, Failed) for each in written) else EXIT_MET


def _read(run: Path) -> Assessment:
    """An assessment, from its run's folder or from the file itself."""
    try:
        return read_assessment(run / "assessment.json" if run.is_dir() else run)
    except UnreadableAssessment as error:
        raise Misuse(str(error)) from None
