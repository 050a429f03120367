"""`epreuve history`: how a service got better, or worse."""

from pathlib import Path

import click

from epreuve.audits.commands.options import Language, language_option


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--site", type=click.Path(path_type=Path), default=None,
    help="Folder of a static web site to write: an index, a trend, each run's report.",
)  # fmt: skip
@language_option
def command(folder: Path, site: Path | None, language: Language) -> int:
    """Tell the history of all runs below a folder: a trend and a table for each service.

    Only runs of one service on one crisis, judged by the same grid at the same scale, are put on
    one line.
    """
    from epreuve.audits.past_runs import tell_history

    return tell_history(folder, site, language)
