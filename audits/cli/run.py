"""`epreuve run`: run a plan and record the evidence."""

from pathlib import Path

import click

from epreuve.audits.cli.shared.load import prepare_load
from epreuve.audits.cli.shared.options import (
    LoadOptions,
    PlanOptions,
    ProgressOptions,
    plan_options,
    run_options,
)
from epreuve.audits.cli.shared.progress import progress_listener
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.execution.run import play
from epreuve.audits.runs.run_folder import new_run
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.reports.language import Language


@click.command()
@plan_options
@run_options
def command(
    request: PlanOptions, language: Language, toxiproxy: ServerChoice, load: LoadOptions,
    folder: Path | None, progress: ProgressOptions,
) -> None:  # fmt: skip
    """Run a crisis and record the evidence, without assessing it."""
    plan = prepare(**request)
    topology, consent = prepare_load(plan, load, language)
    with progress_listener(plan, language, progress) as listener:
        run = new_run(plan, folder)
        play(plan, run, listener, toxiproxy, topology, consent)
    click.echo(run.path)


FRENCH = """
msgid "Run a crisis and record the evidence, without assessing it."
msgstr "Simuler une crise et enregistrer les preuves, sans les évaluer."
"""
