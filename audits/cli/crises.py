"""`epreuve crises`: list, show and create crises."""

from pathlib import Path

import click

from epreuve.audits.cli.shared.options import (
    language_option,
    variation_option,
)
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.crises.crisis import crisis_ids, read_crisis
from epreuve.audits.crises.crisis_page import library_page, write_library
from epreuve.audits.crises.template import scaffold
from epreuve.audits.crises.terminal_description import describe
from epreuve.audits.crises.variation import vary
from epreuve.audits.errors import Misuse
from epreuve.reports.files import write_errors_as
from epreuve.reports.language import Language


@click.group(invoke_without_command=True)
@language_option
@click.option(
    "--html", "folder", type=click.Path(path_type=Path, file_okay=False), default=None,
    help="Folder for pages of the whole library, in French and English.",
)  # fmt: skip
@click.pass_context
def command(context: click.Context, language: Language, folder: Path | None) -> None:
    """List the crises of the library, show one, or create a new one."""
    if context.invoked_subcommand is not None:
        if folder is not None:
            raise Misuse(translate("--html: write it after `crises show ID`, or without a command"))
        context.default_map = {"show": {"language": language}}
        return
    if folder is not None:
        with write_errors_as(Misuse, folder):
            paths = write_library(folder)
        click.echo("\n".join(map(str, paths)))
        return
    for name in crisis_ids():
        title = read_crisis(name).title
        click.echo(f"{name:<22} {title.of(language)}")


@command.command("show")
@click.argument("crisis", metavar="ID|FILE")
@language_option
@click.option(
    "--html", "file", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="Page to write instead of printing.",
)  # fmt: skip
@variation_option
def show(crisis: str, language: Language, file: Path | None, variation: int | None) -> None:
    """Show a crisis: facts with sources, assumptions and timeline."""
    content = read_crisis(crisis)
    if variation is not None:
        content = vary(content, variation)
    if file is None:
        click.echo(describe(content, language))
        return
    with write_errors_as(Misuse, file):
        file.write_text(library_page([content], language), encoding="utf-8")
    click.echo(file)


@command.command("new")
@click.argument("name", metavar="ID")
@click.option(
    "--file", "path", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="File to write. Default: ./ID.yaml.",
)  # fmt: skip
@language_option
def new(name: str, path: Path | None, language: Language) -> None:
    """Create a crisis: a commented file that can be run at once."""
    click.echo(scaffold(name, path or Path(f"{name}.yaml"), language))


FRENCH = """
msgid "Folder for pages of the whole library, in French and English."
msgstr "Dossier des pages de toute la bibliothèque, en français et en anglais."

msgid "List the crises of the library, show one, or create a new one."
msgstr "Lister les crises de la bibliothèque, en montrer une, ou en créer une."

msgid "Page to write instead of printing."
msgstr "Page à écrire au lieu d’afficher."

msgid "Show a crisis: facts with sources, assumptions and timeline."
msgstr "Montrer une crise : faits avec leurs sources, hypothèses et chronologie."

msgid "File to write. Default: ./ID.yaml."
msgstr "Fichier à écrire. Par défaut : ./ID.yaml."

msgid "Create a crisis: a commented file that can be run at once."
msgstr "Créer une crise : un fichier commenté, utilisable tout de suite."
"""
