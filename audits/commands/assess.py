"""`epreuve assess`: judge the evidence of a run."""

import sys
from pathlib import Path

import click

from epreuve.audits.commands.options import Language, language_option, run_argument


@click.command()
@run_argument
@language_option
@click.option(
    "--sensitivity", "weights", is_flag=True,
    help="Tell, and write beside the run, the letter under weights a quarter off.",
)  # fmt: skip
def command(run: Path, language: Language, weights: bool) -> int:
    """Judge a run's evidence again, with this version's grid; the service is not touched."""
    from epreuve.audits.gates.gate import exit_code
    from epreuve.audits.judging.assess import judge_run, write
    from epreuve.audits.judging.combination import judge_trials, trial_folders
    from epreuve.audits.playing.run_folder import RunFolder
    from epreuve.audits.scoring.grid import load_grid
    from epreuve.reports.terminal import render

    folder, grid = RunFolder(run), load_grid()
    trial = judge_trials(run) if trial_folders(run) else judge_run(folder, grid)
    write(trial.assessment, folder)
    click.echo(render(trial.assessment, language, color=sys.stdout.isatty()))
    if weights:
        from epreuve.audits.judging import sensitivity_text
        from epreuve.audits.judging.sensitivity import sensitivity

        found = sensitivity(grid, trial.marks)
        sensitivity_text.write(found, grid, run)
        click.echo(sensitivity_text.render(found, grid, language))
    return exit_code(trial.assessment, folder.read_plan().profile.gate)
