"""`epreuve audit`: plan, run, assess, report."""

from pathlib import Path
from typing import TYPE_CHECKING, Unpack

import click

from epreuve.audits.commands.options import (
    Asked,
    Followed,
    Language,
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
from epreuve.faults.server_choice import ServerChoice

if TYPE_CHECKING:
    from epreuve.audits.planning.plan import Plan
    from epreuve.audits.playing.run_folder import RunFolder


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
@click.option(
    "--runs", type=click.IntRange(1, 100), default=1, show_default=True,
    help="Trials, one after the other, with seeds that follow; told as one by their medians, with "
    "an interval. Five make it steady.",
)  # fmt: skip
@click.option("--label", default="", hidden=True, help="Put before each line of progress.")
def command(
    profile: Path, crisis: str, seed: int | None, scale: float, held_out: int | None,
    asked: Asked, language: Language, toxiproxy: ServerChoice, folder: Path | None, sent: Sent,
    runs: int, **followed: Unpack[Followed],
) -> int:  # fmt: skip
    """Put a service through a crisis, give it its letter, and write the reports.

    \b
    Exit codes: 0 the profile's gate is met, 1 it is not, 2 misuse,
    3 no verdict was possible, 5 stopped for safety,
    6 the harness or Toxiproxy failed.
    """
    from epreuve.audits.audit import audit
    from epreuve.audits.live.following import following
    from epreuve.audits.playing.run import play
    from epreuve.audits.playing.sending import sender
    from epreuve.audits.preparation import prepare
    from epreuve.audits.series import audit_series

    plan = prepare(profile, crisis, seed, scale, held_out, **asked)
    sending = sender(plan, sent)
    if runs == 1:
        with following(plan, language, **followed) as listener:
            return audit(plan, folder, listener, language, toxiproxy, *sending)

    def trial(plan: "Plan", run: "RunFolder", label: str) -> None:
        told: Followed = {**followed, "label": f"{followed.get('label', '')} {label}".strip()}
        with following(plan, language, **told) as listener:
            play(plan, run, listener, toxiproxy, *sending)

    seeds = range(plan.seed, plan.seed + runs)
    plans = [prepare(profile, crisis, each, scale, held_out, **asked) for each in seeds]
    return audit_series(plans, folder, trial, language)
