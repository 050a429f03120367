"""`epreuve audit`: plan, run, assess, report."""

from pathlib import Path

import click

from epreuve.audits.commands.options import (
    Language,
    crisis_option,
    folder_option,
    full_option,
    language_option,
    profile_argument,
    quiet_option,
    scale_option,
    seed_option,
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
@folder_option
@quiet_option
@click.option("--label", default="", hidden=True, help="Put before each line of progress.")
def command(
    profile: Path, crisis: str, seed: int | None, scale: float, language: Language,
    toxiproxy: str | None, folder: Path | None, quiet: bool, label: str,
) -> int:  # fmt: skip
    """Put a service through a crisis, give it its letter, and write the reports.

    Exit code 0 when the profile's gate is met, 1 when it is not, 3 when no verdict was possible.
    """
    from epreuve.audits.audit import audit
    from epreuve.audits.preparation import prepare
    from epreuve.audits.progress import listener

    plan = prepare(profile, crisis, seed, scale)
    return audit(
        plan, folder, listener(plan, language, quiet=quiet, label=label), language, toxiproxy
    )
