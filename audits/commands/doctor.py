"""`epreuve doctor`: what this machine has."""

import click

from epreuve.audits.commands.options import Language, language_option, toxiproxy_options
from epreuve.faults.server_choice import ServerChoice


@click.command()
@language_option
@toxiproxy_options
def command(language: Language, toxiproxy: ServerChoice) -> int:
    """Say what this machine has, and what that allows: engine, files, ports, CPU, browser.

    Exit code 0 when an audit can be made here, 3 when something that every audit needs is missing.
    Touches nothing; a Toxiproxy server that is named is asked for its version.
    """
    from epreuve.audits.doctor import examine, told
    from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MEASURED

    found = examine(toxiproxy)
    click.echo(told(found, language))
    missing = any(each.state == "missing" for each in found)
    return EXIT_NOT_MEASURED if missing else EXIT_MET
