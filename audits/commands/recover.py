"""`epreuve recover`: undo on a Toxiproxy server what a killed run left there."""

from pathlib import Path

import click


@click.command()
@click.argument("run", required=False, type=click.Path(path_type=Path, file_okay=False))
def command(run: Path | None) -> None:
    """Put a Toxiproxy server back as it was before a run that was killed.

    RUN is the folder of the run; all those under runs/ when not given. A server that a run started
    itself ended with it; only one given by --toxiproxy may need this, where the watchdog was killed
    too. Not while the run is under way: its faults would be healed. Exit code 3 when a server
    could not be put back; its journal is kept.
    """
    from epreuve.audits.recovering import recover

    for line in recover(run):
        click.echo(line)
