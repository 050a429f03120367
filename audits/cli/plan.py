"""`epreuve plan`: show the timeline of a run."""

import click

from epreuve.audits.cli.shared.options import PlanOptions, language_option, plan_options
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.planning.timeline_drawing import draw_plan
from epreuve.reports.language import Language


@click.command()
@plan_options
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print plan.json instead of the drawing.")
def command(request: PlanOptions, language: Language, as_json: bool) -> None:
    """Draw the timeline of a run: phases, load, faults and power cuts. Sends no request."""
    plan = prepare(**request, nonce="")  # the same text for the same seed
    click.echo(plan.model_dump_json(indent=1) if as_json else draw_plan(plan, language))


FRENCH = """
msgid "Print plan.json instead of the drawing."
msgstr "Afficher plan.json au lieu du dessin."

msgid "Draw the timeline of a run: phases, load, faults and power cuts. Sends no request."
msgstr ""
"Dessiner la chronologie d’un essai : phases, charge, pannes et coupures de courant. N’envoie "
"aucune requête."
"""
