"""`epreuve worker`: send a part of the load of an audit on another machine."""

import os
import sys

import click

from epreuve.audits.cli.shared.addresses import resolve
from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.faults.addresses import bracketed, join_host_port
from epreuve.probes.load.topology import parse_bind
from epreuve.reports.language import Language


@click.command()
@click.option(
    "--master", required=True, metavar="HOST[:PORT]",
    help="Address given to `epreuve audit --workers N --bind HOST:PORT`.",
)  # fmt: skip
@language_option
def command(master: str, language: Language) -> None:
    """Join an audit as a worker, which sends its part of the load from this machine.

    The clocks of the two machines are compared; no configuration is necessary. The worker ends with
    the run, or when the master does not respond. Secrets (`{env.NAME}`) are read from the
    environment of this machine. Exit code 3 when no master responds.
    """
    try:
        host, port = parse_bind(master)
    except ValueError as error:
        raise Misuse(translate("--master: {error}", error=error_text(error))) from None
    resolve("--master", host)
    address = join_host_port(host, port)
    click.echo(translate("joining {address}", address=address).of(language), err=True)
    silent = translate("no master responded at {address}; start the audit first", address=address)
    program = [sys.executable, "-m", "epreuve.probes.load.worker"]
    arguments = [*program, bracketed(host), str(port), silent.of(language)]
    os.execv(sys.executable, arguments)  # noqa: S606 - Locust needs a process of its own


FRENCH = """
msgid "Address given to `epreuve audit --workers N --bind HOST:PORT`."
msgstr "Adresse donnée à `epreuve audit --workers N --bind HÔTE:PORT`."

msgid "Join an audit as a worker, which sends its part of the load from this machine."
msgstr "Rejoindre un audit comme worker : cette machine envoie sa part de la charge."

msgid ""
"The clocks of the two machines are compared; no configuration is necessary. The worker ends with "
"the run, or when the master does not respond. Secrets (`{env.NAME}`) are read from the "
"environment of this machine. Exit code 3 when no master responds."
msgstr ""
"Les horloges des deux machines sont comparées ; aucune configuration n’est nécessaire. Le worker "
"s’arrête avec l’essai, ou quand le maître ne répond plus. Les secrets (`{env.NAME}`) sont lus "
"dans l’environnement de cette machine. Code de sortie 3 si aucun maître ne répond."
"""
