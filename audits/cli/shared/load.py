"""Preparation of the load of a run: secrets, load processes and authorisation."""

import os
import sys
from collections.abc import Iterator
from functools import partial

import click
from pydantic import BaseModel

from epreuve.audits.cli.shared.options import LoadOptions
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.messages.texts import error_text
from epreuve.audits.profile.authorisation import Consent, LoadTest, confirm, describe
from epreuve.audits.profile.model import Profile
from epreuve.faults.processes.environment import variables_in
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
    """Raise Misuse for the first environment variable of the profile that is not set."""
    for place, part in _parts(profile):
        secrets = variables_in(part.model_dump_json())
        missing = [variable for variable in secrets if variable not in os.environ]
        if missing:
            raise Misuse(
                translate(
                    "{place}: {placeholder}: the environment variable {variable} is not set; set "
                    "it",
                    place=place, placeholder=f"{{env.{missing[0]}}}", variable=missing[0],
                )
            )  # fmt: skip


def _parts(profile: Profile) -> Iterator[tuple[str, BaseModel]]:
    """Yield the parts of a profile that may use environment variables, with their places."""
    for block in ("journeys", "dependencies"):
        yield from ((f"{block}.{name}", one) for name, one in getattr(profile, block).items())
    for name in ("power", "drill", "export", "status_page"):
        if isinstance(part := getattr(profile, name), BaseModel):
            yield name, part


def _ask(language: Language, question: Text) -> bool:
    return click.confirm(question.of(language), default=False, err=True)
