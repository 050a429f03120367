"""`epreuve toxiproxy`: run the embedded Toxiproxy server."""

import os
import sys

import click

from epreuve.audits.cli.shared.addresses import check_control_address
from epreuve.audits.cli.shared.options import message_language_option
from epreuve.faults.control_address import CONTROL


@click.command()
@click.option(
    "--listen", default=CONTROL, show_default=True, metavar="HOST:PORT",
    help="Address of the control API.",
)  # fmt: skip
@click.option(
    "--seed", help="Seed of all random numbers (toxicity, jitter, slices). Default: random."
)
@click.option(
    "--lease",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Remove all faults after this time without a heartbeat.",
)
@click.option("--exit-on-lease", is_flag=True, help="Exit when the lease ends.")
@click.option("--exit-on-stdin-eof", is_flag=True, help="Exit when standard input is closed.")
@click.option("--proxy-metrics", is_flag=True, help="Serve /metrics for Prometheus.")
@message_language_option
def command(
    listen: str,
    seed: str | None,
    lease: float | None,
    exit_on_lease: bool,
    exit_on_stdin_eof: bool,
    proxy_metrics: bool,
) -> None:
    """Run the embedded Toxiproxy-compatible server until it is interrupted."""
    check_control_address(listen)
    arguments = [sys.executable, "-m", "epreuve.faults.embedded", "--listen", listen]
    arguments += ["--seed", seed] if seed is not None else []
    arguments += ["--lease", str(lease)] if lease is not None else []
    arguments += ["--exit-on-lease"] if exit_on_lease else []
    arguments += ["--exit-on-stdin-eof"] if exit_on_stdin_eof else []
    arguments += ["--proxy-metrics"] if proxy_metrics else []
    os.execv(sys.executable, arguments)  # noqa: S606 - replaces this process


FRENCH = """
msgid "Address of the control API."
msgstr "Adresse de l’API de contrôle."

msgid "Seed of all random numbers (toxicity, jitter, slices). Default: random."
msgstr "Graine de tous les tirages (toxicité, gigue, tranches). Par défaut : tirée au hasard."

msgid "Remove all faults after this time without a heartbeat."
msgstr "Retirer toutes les pannes après ce temps sans signal de vie."

msgid "Exit when the lease ends."
msgstr "S’arrêter à la fin du bail."

msgid "Exit when standard input is closed."
msgstr "S’arrêter quand l’entrée standard est fermée."

msgid "Serve /metrics for Prometheus."
msgstr "Servir /metrics pour Prometheus."

msgid "Run the embedded Toxiproxy-compatible server until it is interrupted."
msgstr "Lancer le serveur intégré, compatible avec Toxiproxy, jusqu’à son interruption."
"""
