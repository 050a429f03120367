"""`epreuve times`: how long citizens waited."""

import json
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option, run_argument
from epreuve.audits.errors import Misuse
from epreuve.audits.response_times.groups import WAYS, By, groups
from epreuve.audits.response_times.report import told
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import reading
from epreuve.reports.language import Language

USUAL = "stage,journey,step"


@click.command()
@run_argument
@click.option(
    "--by", default=USUAL, show_default=True, metavar="WAY,WAY…",
    help="What a line is: any of phase, stage, cohort, journey, step.",
)  # fmt: skip
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
def command(run: Path, by: str, language: Language, as_json: bool) -> None:
    """Tell how long citizens waited in a run, from each of its requests: p50, p95, p99, outcomes.

    Reads the evidence, touches no service. What a page pulls in is told by step only.
    """

    asked = by.split(",")
    if wrong := [each for each in asked if each not in WAYS]:
        raise Misuse(f"--by {by}: {wrong[0]!r} is none of {', '.join(WAYS)}")
    ways: list[By] = [way for each in dict.fromkeys(asked) for way in WAYS if way == each]
    with reading(RunFolder(run)) as facts:
        found = groups(facts.plan, facts.evidence, ways)
        if as_json:
            click.echo(json.dumps([each.model_dump() for each in found], ensure_ascii=False))
        else:
            click.echo(told(found, facts.plan, ways, language), nl=False)
