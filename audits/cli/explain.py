"""`epreuve explain`: explain one criterion."""

import click

from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.grid.explanation import explain
from epreuve.audits.grid.grid import UnknownCriterionError, load_grid
from epreuve.audits.messages.texts import error_text
from epreuve.reports.language import Language
from epreuve.reports.text import join


@click.command()
@click.argument("criterion", metavar="CRITERION")
@language_option
def command(criterion: str, language: Language) -> None:
    """Explain a criterion, such as DAT-1: its measure, reason, weight and sources."""
    grid = load_grid()
    try:
        click.echo(explain(grid, grid.criterion(criterion), language))
    except UnknownCriterionError as error:
        advice = translate("`epreuve grid` lists all criteria.")
        raise Misuse(join((error_text(error), advice))) from None


FRENCH = """
msgid "Explain a criterion, such as DAT-1: its measure, reason, weight and sources."
msgstr "Expliquer un critère, comme DAT-1 : ce qu'il mesure, pourquoi, son poids et ses sources."
"""
