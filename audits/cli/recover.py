"""`epreuve recover`: undo on a Toxiproxy server what a killed run left there."""

from collections.abc import Iterator
from pathlib import Path

import click

from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.runs.run_folder import RUNS
from epreuve.faults.errors import FaultError
from epreuve.faults.toxiproxy.journal import NAME, read, restore


@click.command()
@click.argument("run", required=False, type=click.Path(path_type=Path, file_okay=False))
def command(run: Path | None) -> None:
    """Put a Toxiproxy server back as it was before a run that was killed.

    RUN is the folder of the run; all those under runs/ when not given. A server that a run started
    itself ended with it; only one given by --toxiproxy may need this, where the watchdog was killed
    too. Not while the run is under way: its faults would be healed. Exit code 3 when a server
    could not be put back; its journal is kept.
    """

    for line in recover(run):
        click.echo(line)


def recover(run: Path | None) -> Iterator[str]:
    """Put each server back as it was, and say so, one line each.

    Raises Misuse when the folder is not there; NotMeasurable, after all were tried, when one
    could not be put back.
    """
    if run is not None and not run.is_dir():
        raise Misuse(f"{run}: no such folder; give the folder of a run")
    failures = []
    paths = sorted((run or RUNS).glob(f"**/{NAME}"))
    for path in paths:
        try:
            journal = read(path)
            problems = restore(journal)
        except FaultError as error:
            failures.append(f"{path}: {error}")
            continue
        if problems:
            failures += [f"{path}: {problem}" for problem in problems]
        else:
            path.unlink()
            yield f"{path}: {journal.url} is as it was before the run"
    if not paths:
        yield f"nothing to undo under {run or RUNS}"
    if failures:
        raise NotMeasurable("\n".join(failures))
