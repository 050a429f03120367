"""`epreuve compare`: compare suppliers or releases."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MEASURED, Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.audits.runs.assessment import assessment_file, read_run_assessment
from epreuve.audits.runs.run_folder import RUNS
from epreuve.reports.comparison import NotComparable, compare
from epreuve.reports.files import write_errors_as
from epreuve.reports.language import Language
from epreuve.reports.terminal import render_comparison
from epreuve.reports.writing import print_results, write_comparison


@click.command()
@click.argument("runs", metavar="RUN RUN [RUN…]", nargs=-1, type=click.Path(path_type=Path))
@language_option
@click.option(
    "--folder", type=click.Path(path_type=Path), default=None,
    help="Folder of the comparison. Default: a new folder in runs/.",
)  # fmt: skip
def command(runs: tuple[Path, ...], language: Language, folder: Path | None) -> int:
    """Compare runs of one crisis; write the comparison and clauses for a tender.

    Reads assessments only; the services are not contacted. Runs that differ in crisis, grid, seed,
    scale, normal peak or patience are refused (exit code 2): their letters are not comparable.
    """
    return compare_runs(runs, language, folder)


def compare_runs(runs: Sequence[Path], language: Language, folder: Path | None) -> int:
    """Print and write a comparison; return the exit code. Raises Misuse."""
    _check_different(runs)
    try:
        comparison = compare([read_run_assessment(run) for run in runs])
    except NotComparable as error:
        raise Misuse(error_text(error)) from None
    print(render_comparison(comparison, language, color=sys.stdout.isatty()))
    target = folder or RUNS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-comparison"
    with write_errors_as(Misuse, target):
        results = write_comparison(comparison, target)
    return EXIT_MET if print_results(results, language) else EXIT_NOT_MEASURED


def _check_different(runs: Sequence[Path]) -> None:
    files = [assessment_file(run).resolve() for run in runs]
    for number, run in enumerate(runs):
        if files[number] in files[:number]:
            raise Misuse(translate("{run}: is given twice; give different runs", run=str(run)))


FRENCH = """
msgid "Folder of the comparison. Default: a new folder in runs/."
msgstr "Dossier de la comparaison. Par défaut : un nouveau dossier dans runs/."

msgid "Compare runs of one crisis; write the comparison and clauses for a tender."
msgstr ""
"Comparer des essais d’une même crise ; écrire la comparaison et des clauses pour un appel "
"d’offres."

msgid ""
"Reads assessments only; the services are not contacted. Runs that differ in crisis, grid, seed, "
"scale, normal peak or patience are refused (exit code 2): their letters are not comparable."
msgstr ""
"Ne lit que des évaluations ; les services ne sont pas contactés. Des essais qui diffèrent par la "
"crise, la grille, la graine, l’échelle, la pointe normale ou la patience sont refusés (code de "
"sortie 2) : leurs lettres ne sont pas comparables."
"""
