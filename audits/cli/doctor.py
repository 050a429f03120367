"""`epreuve doctor`: check this machine."""

import click

from epreuve.audits.cli.shared.environment import Check, check_environment
from epreuve.audits.cli.shared.options import language_option, toxiproxy_options
from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MEASURED
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.reports.language import Language
from epreuve.reports.words import Words

MARKS = {"good": "✓", "low": "!", "missing": "✗"}


@click.command()
@language_option
@toxiproxy_options
def command(language: Language, toxiproxy: ServerChoice) -> int:
    """Check this machine: engine, file limits, ports, CPU, browser.

    Exit code 0 when audits can run here, 3 when something necessary is missing. Changes nothing. A
    named Toxiproxy server is asked for its version and its proxies.
    """
    checks = check_environment(toxiproxy)
    click.echo(render(checks, language))
    missing = any(check.state == "missing" for check in checks)
    return EXIT_NOT_MEASURED if missing else EXIT_MET


def render(checks: list[Check], language: Language) -> str:
    """Return one line per check."""
    _ = Words(language)
    width = max(len(_.of(check.name)) for check in checks)
    return "\n".join(
        f"{MARKS[check.state]} {_.of(check.name):<{width}}  {_.of(check.sentence)}"
        for check in checks
    )


FRENCH = """
msgid "Check this machine: engine, file limits, ports, CPU, browser."
msgstr "Vérifier cette machine : moteur, limites de fichiers, ports, processeur, navigateur."

msgid ""
"Exit code 0 when audits can run here, 3 when something necessary is missing. Changes nothing. A "
"named Toxiproxy server is asked for its version and its proxies."
msgstr ""
"Code de sortie 0 si des audits sont possibles ici, 3 s’il manque un élément nécessaire. Ne "
"modifie rien. Un serveur Toxiproxy nommé est interrogé sur sa version et ses proxys."
"""
