"""Who sends the citizens of a run, as asked on the command line, once it is allowed."""

import os
import sys

import click

from epreuve.audits.cli.shared.options import Sent
from epreuve.audits.errors import Misuse
from epreuve.audits.profile.authorisation import Consent, LoadTest, confirm, describe
from epreuve.audits.profile.model import Profile
from epreuve.probes.journeys.template import secrets_of
from epreuve.probes.load.topology import LoadTopology


def sender(trial: LoadTest, sent: Sent) -> tuple[LoadTopology, Consent | None]:
    """The processes, and the consent that a service elsewhere needs. Raises Misuse.

    Also for a secret that is not there: else every request would fail by our own fault.
    """
    _check_secrets(trial.profile)
    try:
        topology = LoadTopology(sent["processes"], sent["workers"], sent["bind"], sent["locust_ui"])
    except ValueError as error:
        raise Misuse(str(error)) from None
    ask = _ask if sys.stdin.isatty() and sys.stderr.isatty() else None
    consent = confirm(trial, yes=sent["yes"], ask=ask)
    if consent is not None and consent.how == "--yes":
        click.echo(describe(trial), err=True)
    if topology.workers:
        click.echo(
            f"waiting for {topology.workers} workers; start on each machine: "
            f"epreuve worker --master {topology.bind}",
            err=True,
        )
    return topology, consent


def _check_secrets(profile: Profile) -> None:
    for name, journey in profile.journeys.items():
        missing = [e for e in secrets_of(journey.model_dump_json()) if e not in os.environ]
        if missing:
            raise Misuse(
                f"journeys.{name}: {{env.{missing[0]}}}: the environment variable {missing[0]} is "
                "not set; set it"
            )


def _ask(question: str) -> bool:
    return click.confirm(question, default=False, err=True)
