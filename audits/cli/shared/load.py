"""Preparation of the load of a run: secrets, load processes and authorisation."""

import os
import sys

import click

from epreuve.audits.cli.shared.options import LoadOptions
from epreuve.audits.errors import Misuse
from epreuve.audits.profile.authorisation import Consent, LoadTest, confirm, describe
from epreuve.audits.profile.model import Profile
from epreuve.probes.journeys.template import secrets_of
from epreuve.probes.load.topology import LoadTopology


def prepare_load(test: LoadTest, options: LoadOptions) -> tuple[LoadTopology, Consent | None]:
    """Return the load processes, and the consent that a remote service needs.

    Raises Misuse for invalid options, a missing secret or an unconfirmed authorisation.
    """
    _check_secrets(test.profile)
    try:
        topology = LoadTopology(
            options["processes"], options["workers"], options["bind"], options["locust_ui"]
        )
    except ValueError as error:
        raise Misuse(str(error)) from None
    has_terminal = sys.stdin.isatty() and sys.stderr.isatty()
    consent = confirm(test, yes=options["yes"], ask=_ask if has_terminal else None)
    if consent is not None and consent.how == "--yes":
        click.echo(describe(test), err=True)
    if topology.workers:
        click.echo(
            f"waiting for {topology.workers} workers; run on each machine: "
            f"epreuve worker --master {topology.bind}",
            err=True,
        )
    return topology, consent


def _check_secrets(profile: Profile) -> None:
    for name, journey in profile.journeys.items():
        secrets = secrets_of(journey.model_dump_json())
        missing = [variable for variable in secrets if variable not in os.environ]
        if missing:
            raise Misuse(
                f"journeys.{name}: {{env.{missing[0]}}}: the environment variable {missing[0]} is "
                "not set; set it"
            )


def _ask(question: str) -> bool:
    return click.confirm(question, default=False, err=True)
