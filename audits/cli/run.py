"""`epreuve run`: run a plan and record the evidence."""

from pathlib import Path
from typing import Unpack

import click

from epreuve.audits.cli.shared.load import prepare_load
from epreuve.audits.cli.shared.options import (
    LoadOptions,
    PlanOptions,
    ProgressOptions,
    crisis_option,
    folder_option,
    json_events_option,
    language_option,
    load_options,
    metrics_host_option,
    metrics_port_option,
    plan_options,
    profile_argument,
    quiet_option,
    scale_options,
    seed_option,
    toxiproxy_options,
    variation_option,
)
from epreuve.audits.cli.shared.progress import progress_listener
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.execution.run import play
from epreuve.audits.runs.run_folder import new_run
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.reports.language import Language


@click.command()
@profile_argument
@crisis_option
@seed_option
@scale_options
@variation_option
@plan_options
@language_option
@toxiproxy_options
@load_options
@folder_option
@quiet_option
@json_events_option
@metrics_port_option
@metrics_host_option
def command(
    profile: Path, crisis: str, seed: int | None, scale: float, variation: int | None,
    extras: PlanOptions, language: Language, toxiproxy: ServerChoice, folder: Path | None,
    load: LoadOptions, **progress: Unpack[ProgressOptions],
) -> None:  # fmt: skip
    """Run a crisis and record the evidence, without assessing it."""
    plan = prepare(profile, crisis, seed, scale, variation, **extras)
    topology, consent = prepare_load(plan, load)
    with progress_listener(plan, language, **progress) as listener:
        run = new_run(plan, folder)
        play(plan, run, listener, toxiproxy, topology, consent)
    click.echo(run.path)
