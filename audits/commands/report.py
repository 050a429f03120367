"""`epreuve report`: write the reports of a run."""

from pathlib import Path

import click

from epreuve.audits.commands.options import run_argument


@click.command()
@run_argument
def command(run: Path) -> int:
    """Write every report of a run again, in both languages, from its assessment."""
    from epreuve.audits.report import write

    return write(run)
