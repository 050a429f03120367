"""`epreuve compare`: suppliers or releases side by side."""

from pathlib import Path

import click

from epreuve.audits.commands.options import Language, language_option


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
    from epreuve.audits.comparing import compare_runs

    return compare_runs(runs, language, folder)
