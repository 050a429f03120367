"""`epreuve check`: validate a profile."""

from pathlib import Path

import click

from epreuve.audits.cli.shared.options import profile_argument
from epreuve.audits.profile.loading import prepare_profile


@click.command()
@profile_argument
def command(profile: Path) -> None:
    """Check a profile. Each problem has file, line, field, value and remedy."""
    content = prepare_profile(profile)
    journeys = ", ".join(
        f"{name} (critical)" if journey.critical else name
        for name, journey in content.journeys.items()
    )
    click.echo(f"{profile}: OK. {content.service.name}, {content.service.address}")
    click.echo(f"  journeys: {journeys}")
    click.echo(f"  dependencies: {', '.join(content.dependencies) or 'none'}")
    click.echo(f"  power: {content.power.level}; declared: {len(content.declared)} criteria")


FRENCH = """
msgid "Check a profile. Each problem has file, line, field, value and remedy."
msgstr ""
"Vérifier un profil. Chaque problème a son fichier, sa ligne, son champ, sa valeur et son remède."
"""
