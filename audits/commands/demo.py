"""`epreuve demo`: two suppliers of one service, side by side."""

from pathlib import Path

import click

from epreuve.audits.commands.options import (
    Language,
    crisis_option,
    folder_option,
    language_option,
)


@click.command()
@crisis_option
@click.option("--seed", type=int, default=2026, show_default=True, help="Seed of both audits.")
@click.option(
    "--scale", type=click.FloatRange(min=1.0), default=20.0, show_default=True,
    help="Real seconds of the crisis for one second of the run.",
)  # fmt: skip
@language_option
@folder_option
def command(crisis: str, seed: int, scale: float, language: Language, folder: Path | None) -> int:
    """Audit two suppliers of the same e-service through one crisis, and compare them.

    Both run at the same time on this machine, each with a database, third parties and a Toxiproxy
    server of its own: one that is named by $EPREUVE_TOXIPROXY is left alone.
    """
    from epreuve.audits.demonstration import demonstrate

    return demonstrate(crisis, seed, scale, language, folder)
