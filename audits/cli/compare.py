"""`epreuve compare`: suppliers or releases side by side."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MEASURED, Misuse, NotMeasurable
from epreuve.audits.runs.run_folder import RUNS
from epreuve.reports.assessment import Assessment
from epreuve.reports.comparison import NotComparable, compare
from epreuve.reports.document import UnreadableAssessment, read_assessment
from epreuve.reports.files import write_errors_as
from epreuve.reports.language import Language
from epreuve.reports.terminal import render_comparison
from epreuve.reports.writing import print_results, write_comparison


@click.command()
@click.argument("runs", metavar="RUN RUN [RUN…]", nargs=-1, type=click.Path(path_type=Path))
@language_option
@click.option(
    "--folder", type=click.Path(path_type=Path), default=None,
    help="Folder of the comparison; a new one under runs/ when not given.",
)  # fmt: skip
def command(runs: tuple[Path, ...], language: Language, folder: Path | None) -> int:
    """Put runs of one crisis side by side, with the clauses to paste into a tender.

    Reads assessments only, touches no service. Runs whose crisis, grid, seed or scale differ are
    refused (exit code 2): their letters must not stand side by side.
    """

    return compare_runs(runs, language, folder)


def compare_runs(runs: Sequence[Path], language: Language, folder: Path | None) -> int:
    """Print and write the comparison; 3 when a format failed. Raises Misuse or NotMeasurable."""
    try:
        found = compare([_read(run) for run in runs])
    except NotComparable as error:
        raise Misuse(str(error)) from None
    print(render_comparison(found, language, color=sys.stdout.isatty()))
    target = folder or RUNS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-comparison"
    with write_errors_as(NotMeasurable, target):
        written = write_comparison(found, target)
    return EXIT_MET if print_results(written) else EXIT_NOT_MEASURED


def _read(run: Path) -> Assessment:
    """An assessment, from its run's folder or from the file itself."""
    try:
        return read_assessment(run / "assessment.json" if run.is_dir() else run)
    except UnreadableAssessment as error:
        raise Misuse(str(error)) from None
