"""`epreuve explain`: one criterion, as one tells it to an elected official."""

import click

from epreuve.audits.commands.options import Language, language_option


@click.command()
@click.argument("criterion", metavar="CRITERION")
@language_option
def command(criterion: str, language: Language) -> None:
    """Explain a criterion, such as DAT-1: what is asked, why, for how many points, says who."""
    from epreuve.audits.errors import Misuse
    from epreuve.audits.scoring.grid import UnknownCriterionError, load_grid
    from epreuve.audits.scoring.grid_text import explain

    grid = load_grid()
    try:
        click.echo(explain(grid, grid.criterion(criterion), language))
    except UnknownCriterionError as error:
        raise Misuse(str(error)) from None
