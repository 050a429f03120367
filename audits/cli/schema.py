"""`epreuve schema`: print the JSON Schema of a file format."""

import json

import click
from pydantic import BaseModel

from epreuve.audits.crises.crisis_file import CrisisFile
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import Profile
from epreuve.audits.reading.schema import json_schema
from epreuve.reports.assessment import Assessment


@click.command()
@click.argument("document", type=click.Choice(["profile", "crisis", "plan", "assessment"]))
def command(document: str) -> None:
    """Print the JSON Schema of a file format, for editors and other programs."""
    models: dict[str, type[BaseModel]] = {
        "profile": Profile,
        "crisis": CrisisFile,
        "plan": Plan,
        "assessment": Assessment,
    }
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **json_schema(models[document]),
    }
    click.echo(json.dumps(schema, indent=1, ensure_ascii=False))
