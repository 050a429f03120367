"""`epreuve check`: is this profile right?"""

from pathlib import Path

import click

from epreuve.audits.cli.shared.options import profile_argument
from epreuve.audits.profile.loading import prepare_profile


@click.command()
@profile_argument
def command(profile: Path) -> None:
    """Check a profile: every problem, with file, line, field, value and remedy. Touches nothing."""

    found = prepare_profile(profile)
    journeys = ", ".join(
        name + (" (critical)" if each.critical else "") for name, each in found.journeys.items()
    )
    click.echo(f"{profile}: right. {found.service.name}, {found.service.address}")
    click.echo(f"  journeys: {journeys}")
    click.echo(f"  dependencies: {', '.join(found.dependencies) or 'none behind a proxy'}")
    click.echo(f"  power: {found.power.level}; declared: {len(found.declared)} criteria")
