"""`epreuve plan`: show the timeline of a run."""

from pathlib import Path

import click

from epreuve.audits.cli.shared.options import (
    PlanOptions,
    crisis_option,
    language_option,
    plan_options,
    profile_argument,
    scale_options,
    seed_option,
    variation_option,
)
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.planning.timeline_drawing import draw_plan
from epreuve.reports.language import Language


@click.command()
@profile_argument
@crisis_option
@seed_option
@scale_options
@variation_option
@plan_options
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print plan.json instead of the drawing.")
def command(
    profile: Path, crisis: str, seed: int | None, scale: float, variation: int | None,
    extras: PlanOptions, language: Language, as_json: bool,
) -> None:  # fmt: skip
    """Draw the timeline of a run: phases, load, faults and power cuts. Sends no request."""
    plan = prepare(profile, crisis, seed, scale, variation, **extras)
    click.echo(plan.model_dump_json(indent=1) if as_json else draw_plan(plan, language))
