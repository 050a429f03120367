"""`epreuve plan`: what would be done, and when."""

from pathlib import Path

import click

from epreuve.audits.cli.shared.options import (
    Asked,
    asking_options,
    crisis_option,
    hold_out_option,
    language_option,
    profile_argument,
    scale_options,
    seed_option,
)
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.planning.timeline_drawing import draw_plan
from epreuve.reports.language import Language


@click.command()
@profile_argument
@crisis_option
@seed_option
@scale_options
@hold_out_option
@asking_options
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print plan.json instead of the drawing.")
def command(
    profile: Path,
    crisis: str,
    seed: int | None,
    scale: float,
    held_out: int | None,
    asked: Asked,
    language: Language,
    as_json: bool,
) -> None:
    """Draw what a crisis would do to a service: phases, load, faults, power. Touches nothing."""

    plan = prepare(profile, crisis, seed, scale, held_out, **asked)
    click.echo(plan.model_dump_json(indent=1) if as_json else draw_plan(plan, language))
