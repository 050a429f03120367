"""Preparation of the load of a run: secrets, load processes and authorisation."""

import os
import sys
from functools import partial

import click

from epreuve.audits.cli.shared.options import LoadOptions
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.audits.profile.authorisation import Consent, LoadTest, confirm, describe
from epreuve.audits.profile.model import Profile
from epreuve.probes.journeys.template import secrets_of
from epreuve.probes.load.topology import LoadTopology
from epreuve.reports.language import Language
from epreuve.reports.text import Text


def prepare_load(
    test: LoadTest, options: LoadOptions, language: Language
) -> tuple[LoadTopology, Consent | None]:
    """Return the load processes, and the consent that a remote service needs.

    Raises Misuse for invalid options, a missing secret or an unconfirmed authorisation.
    """
    _check_secrets(test.profile)
    try:
        topology = LoadTopology(
            options["processes"], options["workers"], options["bind"], options["locust_ui"]
        )
    except ValueError as error:
        raise Misuse(error_text(error)) from None
    has_terminal = sys.stdin.isatty() and sys.stderr.isatty()
    consent = confirm(
        test, yes=options["yes"], ask=partial(_ask, language) if has_terminal else None
    )
    if consent is not None and consent.how == "--yes":
        click.echo(describe(test).of(language), err=True)
    if topology.workers:
        sentence = translate.plural(
            "waiting for {n} worker; run on its machine: {command}",
            "waiting for {n} workers; run on each machine: {command}",
            topology.workers,
            command=f"epreuve worker --master {topology.bind}",
        )
        click.echo(sentence.of(language), err=True)
    return topology, consent


def _check_secrets(profile: Profile) -> None:
    for name, journey in profile.journeys.items():
        secrets = secrets_of(journey.model_dump_json())
        missing = [variable for variable in secrets if variable not in os.environ]
        if missing:
            raise Misuse(
                translate(
                    "journeys.{journey}: {placeholder}: the environment variable {variable} is not "
                    "set; set it",
                    journey=name, placeholder=f"{{env.{missing[0]}}}", variable=missing[0],
                )
            )  # fmt: skip


def _ask(language: Language, question: Text) -> bool:
    return click.confirm(question.of(language), default=False, err=True)
