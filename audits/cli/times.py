"""`epreuve times`: show response times."""

import json
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option, run_argument
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.response_times.groups import DIMENSIONS, Dimension, groups
from epreuve.audits.response_times.report import render
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import reading
from epreuve.reports.language import Language


@click.command()
@run_argument
@click.option(
    "--by", default="stage,journey,step", show_default=True, metavar="NAME,NAME…",
    help="Group rows by: phase, stage, cohort, journey, step.",
)  # fmt: skip
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(run: Path, by: str, language: Language, as_json: bool) -> None:
    """Show response times: p50, p95, p99 by phase, cohort and step, and the outcomes.

    Reads the evidence; the service is not contacted. Sub-resources of pages are shown by step only.
    """
    dimensions = _dimensions(by)
    with reading(RunFolder(run)) as facts:
        rows = groups(facts.plan, facts.evidence, dimensions)
        if as_json:
            click.echo(json.dumps([row.model_dump() for row in rows], ensure_ascii=False))
        else:
            click.echo(render(rows, facts.plan, dimensions, language), nl=False)


def _dimensions(text: str) -> list[Dimension]:
    names = dict.fromkeys(text.split(","))
    if wrong := [name for name in names if name not in DIMENSIONS]:
        raise Misuse(
            translate(
                "--by {text}: {name} is unknown; use {names}",
                text=text, name=repr(wrong[0]), names=", ".join(DIMENSIONS),
            )
        )  # fmt: skip
    return [dimension for name in names for dimension in DIMENSIONS if dimension == name]


FRENCH = """
msgid "Group rows by: phase, stage, cohort, journey, step."
msgstr ""
"Grouper les lignes par : phase, stage (étape de la crise), cohort (cohorte), journey (parcours), "
"step (étape du parcours)."

msgid "Show response times: p50, p95, p99 by phase, cohort and step, and the outcomes."
msgstr ""
"Afficher les temps de réponse : p50, p95, p99 par phase, cohorte et étape du parcours, et les "
"issues."

msgid ""
"Reads the evidence; the service is not contacted. Sub-resources of pages are shown by step only."
msgstr ""
"Lit les preuves ; le service n’est pas contacté. Les sous-ressources des pages ne figurent que "
"par étape du parcours (step)."
"""
