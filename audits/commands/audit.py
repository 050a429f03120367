"""`epreuve audit`: plan, run, assess, report."""

from pathlib import Path
from typing import Unpack

import click

from epreuve.audits.commands.options import (
    Followed,
    Language,
    Sent,
    crisis_option,
    folder_option,
    full_option,
    json_events_option,
    language_option,
    metrics_host_option,
    metrics_port_option,
    profile_argument,
    quiet_option,
    scale_option,
    seed_option,
    sending_options,
    toxiproxy_option,
)


@click.command()
@profile_argument
@crisis_option
@seed_option
@scale_option
@full_option
@language_option
@toxiproxy_option
@sending_options
@folder_option
@quiet_option
@json_events_option
@metrics_port_option
@metrics_host_option
@click.option("--label", default="", hidden=True, help="Put before each line of progress.")
def command(
    profile: Path, crisis: str, seed: int | None, scale: float, language: Language,
    toxiproxy: str | None, folder: Path | None, sent: Sent,
    **followed: Unpack[Followed],
) -> int:  # fmt: skip
    """Put a service through a crisis, give it its letter, and write the reports.

    Exit code 0 when the profile's gate is met, 1 when it is not, 3 when no verdict was possible.
    """
    from epreuve.audits.audit import audit
    from epreuve.audits.following import following
    from epreuve.audits.preparation import prepare
    from epreuve.audits.sending import sender

    plan = prepare(profile, crisis, seed, scale)
    sending = sender(plan, sent)
    with following(plan, language, **followed) as listener:
        return audit(plan, folder, listener, language, toxiproxy, *sending)
