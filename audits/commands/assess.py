"""`epreuve assess`: judge the evidence of a run."""

import sys
from pathlib import Path

import click

from epreuve.audits.commands.options import Language, language_option, run_argument


@click.command()
@run_argument
@language_option
def command(run: Path, language: Language) -> int:
    """Judge a run's evidence again, with this version's grid; the service is not touched."""
    from epreuve.audits.assess import assess_run
    from epreuve.audits.combination import combine_trials, trial_folders
    from epreuve.audits.gate import exit_code
    from epreuve.audits.run_folder import RunFolder
    from epreuve.reports.terminal import render

    assessment = combine_trials(run) if trial_folders(run) else assess_run(RunFolder(run))
    click.echo(render(assessment, language, color=sys.stdout.isatty()))
    return exit_code(assessment, RunFolder(run).read_plan().profile.gate)
