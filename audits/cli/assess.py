"""`epreuve assess`: assess the evidence of a run."""

import sys
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option, run_argument
from epreuve.audits.gates.gate import exit_code
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring import sensitivity_text
from epreuve.audits.scoring.assess import judge_run, write
from epreuve.audits.scoring.sensitivity import sensitivity
from epreuve.audits.scoring.trials.combination import judge_trials, trial_folders
from epreuve.reports.language import Language
from epreuve.reports.terminal import render
from epreuve.reports.translation import Translator


@click.command()
@run_argument
@language_option
@click.option(
    "--sensitivity", "weights", is_flag=True,
    help="Recompute the letter with weights ±25 %; print the result and write it into the run.",
)  # fmt: skip
def command(run: Path, language: Language, weights: bool) -> int:
    """Re-assess a run's evidence with the grid of this version; the service is not contacted."""
    folder, grid = RunFolder(run), load_grid()
    trial = judge_trials(run) if trial_folders(run) else judge_run(folder, grid)
    write(trial.assessment, folder)
    click.echo(render(trial.assessment, language, color=sys.stdout.isatty()))
    if weights and (trial.void_reasons or trial.no_score is not None):
        translate = Translator(FRENCH)
        click.echo(translate("The run gives no letter, with any weights.").of(language))
    elif weights:
        result = sensitivity(grid, trial.marks)
        sensitivity_text.write(result, grid, run)
        click.echo(sensitivity_text.render(result, grid, language))
    return exit_code(trial.assessment, folder.read_plan().profile.gate)


FRENCH = """
msgid "The run gives no letter, with any weights."
msgstr "L’essai ne donne pas de lettre, quels que soient les poids."

msgid "Recompute the letter with weights ±25 %; print the result and write it into the run."
msgstr ""
"Recalculer la lettre avec des poids à ±25 % ; afficher le résultat et l’écrire dans l’essai."

msgid "Re-assess a run's evidence with the grid of this version; the service is not contacted."
msgstr ""
"Réévaluer les preuves d’un essai avec la grille de cette version, sans contacter le service."
"""
