"""`epreuve export`: the plan for other programs."""

import json
from pathlib import Path

import click

from epreuve.audits.commands.options import crisis_option, scale_options, seed_option


@click.command()
@click.argument("program", type=click.Choice(["chaostoolkit"]))
@click.argument("source", metavar="PROFILE|RUN", type=click.Path(path_type=Path))
@crisis_option
@seed_option
@scale_options
def command(program: str, source: Path, crisis: str, seed: int | None, scale: float) -> None:
    """Print a plan as an experiment that another program plays, from a profile or a run's folder.

    chaostoolkit: the faults of the plan, at their times, as calls to a Toxiproxy server. Start one
    (`epreuve toxiproxy`), then: epreuve export chaostoolkit PROFILE > e.json; chaos run e.json
    """
    from epreuve.audits.chaostoolkit import experiment
    from epreuve.audits.playing.run_folder import RunFolder
    from epreuve.audits.preparation import prepare

    folder = RunFolder(source if source.is_dir() else source.parent)
    made = source.is_dir() or source == folder.plan
    plan = folder.read_plan() if made else prepare(source, crisis, seed, scale)
    click.echo(json.dumps(experiment(plan), indent=1, ensure_ascii=False))
