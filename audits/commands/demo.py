"""`epreuve demo`: two suppliers of one service, side by side."""

from pathlib import Path

import click

from epreuve.audits.commands.options import (
    Language,
    crisis_option,
    folder_option,
    language_option,
    toxiproxy_options,
)
from epreuve.faults.server_choice import ServerChoice


@click.command()
@crisis_option
@click.option("--seed", type=int, default=2026, show_default=True, help="Seed of both audits.")
@click.option(
    "--scale", type=click.FloatRange(min=1.0), default=20.0, show_default=True,
    help="Real seconds of the crisis for one second of the run.",
)  # fmt: skip
@language_option
@toxiproxy_options
@folder_option
def command(
    crisis: str, seed: int, scale: float, language: Language, toxiproxy: ServerChoice,
    folder: Path | None,
) -> int:  # fmt: skip
    """Audit two suppliers of the same e-service through one crisis, and compare them.

    Both run at the same time on this machine, each with a database and third parties of its own.
    """
    from epreuve.audits.demonstration import demonstrate

    return demonstrate(crisis, seed, scale, language, toxiproxy, folder)
