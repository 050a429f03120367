"""`epreuve crises`: the library."""

from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.crises.crisis import crisis_ids, read_crisis
from epreuve.audits.crises.crisis_page import library_page, write_library
from epreuve.audits.crises.template import scaffold
from epreuve.audits.crises.terminal_description import tell
from epreuve.audits.crises.variation import hold_out
from epreuve.reports.language import Language


@click.group(invoke_without_command=True)
@language_option
@click.option(
    "--html", "folder", type=click.Path(path_type=Path, file_okay=False), default=None,
    help="Write the whole library as pages, French and English, into this folder.",
)  # fmt: skip
@click.pass_context
def command(context: click.Context, language: Language, folder: Path | None) -> None:
    """List the crises that come with the product; show one; begin one of your own."""
    if context.invoked_subcommand is not None:
        return

    if folder is not None:
        for path in write_library(folder):
            click.echo(path)
        return
    for name in crisis_ids():
        title = read_crisis(name).title
        click.echo(f"{name:<22} {title.fr if language == 'fr' else title.en}")


@command.command("show")
@click.argument("crisis", metavar="ID|FILE")
@language_option
@click.option(
    "--html", "file", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="Write it as a page into this file instead.",
)  # fmt: skip
@click.option(
    "--hold-out", "seed", type=int, default=None, metavar="SEED",
    help="Show the variant of this seed: figures moved within the bounds the crisis declares.",
)  # fmt: skip
def show(crisis: str, language: Language, file: Path | None, seed: int | None) -> None:
    """Tell a crisis: facts with sources, assumptions, the timeline drawn."""

    found = read_crisis(crisis)
    if seed is not None:
        found = hold_out(found, seed)
    if file is not None:
        file.write_text(library_page([found], language), encoding="utf-8")
        click.echo(file)
        return

    click.echo(tell(found, language))


@command.command("new")
@click.argument("name", metavar="ID")
@click.option(
    "--file", "path", type=click.Path(path_type=Path, dir_okay=False), default=None,
    help="Where to write it; ./ID.yaml when not given.",
)  # fmt: skip
def new(name: str, path: Path | None) -> None:
    """Begin a crisis of your own: a commented file that already plays."""

    click.echo(scaffold(name, path or Path(f"{name}.yaml")))
