"""`epreuve report`: write the reports of a run."""

from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option, run_argument
from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MEASURED
from epreuve.audits.runs.assessment import read_run_assessment
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.reports.language import Language
from epreuve.reports.writing import print_results, write_reports


@click.command()
@run_argument
@language_option
def command(run: Path, language: Language) -> int:
    """Write all reports of a run again, in both languages, from its assessment."""
    RunFolder(run).check_exists()
    assessment = read_run_assessment(run / "assessment.json")
    complete = print_results(write_reports(assessment, run), language)
    return EXIT_MET if complete else EXIT_NOT_MEASURED


FRENCH = """
msgid "Write all reports of a run again, in both languages, from its assessment."
msgstr ""
"Écrire à nouveau tous les rapports d’un essai, dans les deux langues, à partir de son évaluation."
"""
