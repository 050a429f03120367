"""`epreuve history`: show the history of a service."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import EXIT_MET, Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.audits.runs.history import run_folders
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import UnreadableAssessment, read_assessment
from epreuve.reports.files import write_errors_as
from epreuve.reports.history import history
from epreuve.reports.history_table import render
from epreuve.reports.language import Language
from epreuve.reports.site import write_site


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--site", type=click.Path(path_type=Path), default=None,
    help="Folder for a static web site: an index, a trend and the reports of each run.",
)  # fmt: skip
@language_option
def command(folder: Path, site: Path | None, language: Language) -> int:
    """Show the history of all runs in a folder: a trend and a table for each service.

    A trend holds comparable runs only: the same service, crisis, grid and scale.
    """
    return show_history(folder, site, language)


def show_history(folder: Path, site: Path | None, language: Language) -> int:
    """Print the history of a folder and write its site. Raises Misuse."""
    runs = dict(_read(folder, language))
    if not runs:
        raise Misuse(
            translate(
                "{folder}: contains no run with an assessment.json; "
                "give the folder that holds the runs",
                folder=str(folder),
            )
        )
    trends = history((key, assessment) for key, (_, assessment) in runs.items())
    print(render(trends, language), end="")
    if site is not None:
        with write_errors_as(Misuse, site):
            indexes = write_site(runs, site)
        print("", *indexes, sep="\n")
    return EXIT_MET


def _read(folder: Path, language: Language) -> Iterator[tuple[str, tuple[Path, Assessment]]]:
    """Yield each run by its key. An unreadable run is reported and skipped."""
    for run in run_folders(folder):
        try:
            yield _key(run, folder), (run, read_assessment(run / "assessment.json"))
        except UnreadableAssessment as error:
            sentence = translate("{problem}; skipped", problem=error_text(error))
            print(f"epreuve: {sentence.of(language)}", file=sys.stderr)


def _key(run: Path, folder: Path) -> str:
    """Return the path of a run in the folder, which is also the path of its pages in the site."""
    inside = run.relative_to(folder).as_posix()
    return run.resolve().name if inside == "." else inside


FRENCH = """
msgid "Folder for a static web site: an index, a trend and the reports of each run."
msgstr "Dossier d’un site statique : un index, une courbe et les rapports de chaque essai."

msgid "Show the history of all runs in a folder: a trend and a table for each service."
msgstr ""
"Afficher l’historique de tous les essais d’un dossier : une courbe et un tableau par service."

msgid "A trend holds comparable runs only: the same service, crisis, grid and scale."
msgstr ""
"Une courbe ne contient que des essais comparables : même service, même crise, même grille, même "
"échelle."
"""
