"""`epreuve report`: write the reports of a run."""

from pathlib import Path

import click

from epreuve.audits.cli.shared.options import run_argument
from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MEASURED, Misuse
from epreuve.reports.document import UnreadableAssessment, read_assessment
from epreuve.reports.writing import print_results, write_reports


@click.command()
@run_argument
def command(run: Path) -> int:
    """Write every report of a run again, in both languages, from its assessment."""

    return write(run)


def write(run: Path) -> int:
    """Write every format in both languages; 3 when one of them failed. Raises Misuse."""
    try:
        assessment = read_assessment(run / "assessment.json")
    except UnreadableAssessment as error:
        raise Misuse(str(error)) from None
    complete = print_results(write_reports(assessment, run))
    return EXIT_MET if complete else EXIT_NOT_MEASURED
