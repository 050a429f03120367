"""`epreuve grid`: print the scoring grid."""

from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.errors import Misuse
from epreuve.audits.grid.explanation import explain_all
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.grid.grid_page import document, page
from epreuve.audits.grid.grid_table import table
from epreuve.reports.files import write_errors_as
from epreuve.reports.language import Language


@click.command()
@click.option(
    "--format", "shape", type=click.Choice(["table", "text", "json", "html"]), default="table",
    show_default=True, help="Output format.",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="File to write instead of printing.",
)  # fmt: skip
@language_option
def command(shape: str, output: Path | None, language: Language) -> None:
    """Print the scoring grid: criteria, weights, points and sources."""
    grid = load_grid()
    match shape:
        case "json":
            text = document(grid)
        case "html":
            text = page(grid, language)
        case "text":
            text = explain_all(grid, language)
        case _:
            text = table(grid, language)
    text = text.rstrip("\n")
    if output is None:
        click.echo(text)
        return
    with write_errors_as(Misuse, output):
        output.write_text(f"{text}\n", encoding="utf-8")
    click.echo(output)


FRENCH = """
msgid "Output format."
msgstr "Format de la sortie."

msgid "File to write instead of printing."
msgstr "Fichier à écrire au lieu d’afficher."

msgid "Print the scoring grid: criteria, weights, points and sources."
msgstr "Afficher la grille d’évaluation : critères, poids, barèmes et sources."
"""
