"""`epreuve verify`: was anything touched since?"""

from pathlib import Path

import click

from epreuve.audits.commands.options import run_argument


@click.command()
@run_argument
def command(run: Path) -> int:
    """Recompute a run's assessment from its evidence, and say whether a byte was touched.

    Checks the seal of plan and evidence, the chained journal beside the run, and that judging
    again gives the same assessment.json to the byte. Exit code 0 when all is so, 1 when not.
    """
    from epreuve.audits.playing.verification import verify

    found = list(verify(run))
    for problem in found:
        click.echo(f"{run}: {problem}")
    if not found:
        click.echo(f"{run}: untouched; judged again, the assessment is the same to the byte")
    return 1 if found else 0
