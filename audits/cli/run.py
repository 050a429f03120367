"""`epreuve run`: play the plan and keep the evidence."""

from pathlib import Path
from typing import Unpack

import click

from epreuve.audits.cli.shared.load_options import sender
from epreuve.audits.cli.shared.options import (
    Asked,
    Followed,
    Sent,
    asking_options,
    crisis_option,
    folder_option,
    hold_out_option,
    json_events_option,
    language_option,
    metrics_host_option,
    metrics_port_option,
    profile_argument,
    quiet_option,
    scale_options,
    seed_option,
    sending_options,
    toxiproxy_options,
)
from epreuve.audits.cli.shared.progress_options import following
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
@hold_out_option
@asking_options
@language_option
@toxiproxy_options
@sending_options
@folder_option
@quiet_option
@json_events_option
@metrics_port_option
@metrics_host_option
def command(
    profile: Path, crisis: str, seed: int | None, scale: float, held_out: int | None,
    asked: Asked, language: Language,
    toxiproxy: ServerChoice, folder: Path | None, sent: Sent,
    **followed: Unpack[Followed],
) -> None:  # fmt: skip
    """Play a crisis on a service and keep the evidence, without judging it."""

    plan = prepare(profile, crisis, seed, scale, held_out, **asked)
    sending = sender(plan, sent)
    with following(plan, language, **followed) as listener:
        found = new_run(plan, folder)
        play(plan, found, listener, toxiproxy, *sending)
    click.echo(found.path)
