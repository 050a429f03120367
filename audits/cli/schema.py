"""`epreuve schema`: print the JSON Schema of a file format."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import click

from epreuve.audits.checks.evidence_schema import evidence_schema
from epreuve.audits.cli.shared.options import message_language_option
from epreuve.audits.crises.crisis_file import CrisisFile
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import Profile
from epreuve.audits.reading.schema import json_schema
from epreuve.audits.rehearsal.record import Rehearsal
from epreuve.reports.assessment import Assessment

FORMATS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "profile": partial(json_schema, Profile),
    "crisis": partial(json_schema, CrisisFile),
    "plan": partial(json_schema, Plan),
    "evidence": evidence_schema,
    "assessment": partial(json_schema, Assessment),
    "rehearsal": partial(json_schema, Rehearsal),
}


@click.command()
@click.argument("document", type=click.Choice(list(FORMATS)))
@message_language_option
def command(document: str) -> None:
    """Print the JSON Schema of a file format, for editors and other programs."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **FORMATS[document](),
    }
    click.echo(json.dumps(schema, indent=1, ensure_ascii=False))


FRENCH = """
msgid "Print the JSON Schema of a file format, for editors and other programs."
msgstr "Afficher le schéma JSON d’un format de fichier, pour un éditeur ou un autre programme."
"""
