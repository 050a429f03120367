"""`epreuve crises`: the library."""

import click

from epreuve.audits.commands.options import Language, language_option


@click.command()
@language_option
def command(language: Language) -> None:
    """List the crises that come with the product."""
    from epreuve.audits.crisis import crisis_ids, read_crisis

    for name in crisis_ids():
        title = read_crisis(name).title
        click.echo(f"{name:<22} {title.fr if language == 'fr' else title.en}")
