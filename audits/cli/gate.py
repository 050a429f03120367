"""`epreuve gate`: check a release against the gate of its profile."""

from collections.abc import Sequence
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.gates.baseline import read_baseline
from epreuve.audits.gates.gate import apply_gate
from epreuve.audits.gates.result import GateResult
from epreuve.audits.gates.text import render
from epreuve.audits.profile.gate import Gate
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.runs.assessment import read_run_assessment
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.reports.language import Language


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--baseline", "baselines", type=click.Path(path_type=Path), multiple=True, metavar="RUN|FILE",
    help="Run to compare with: its folder, or its assessment.json. Give several to separate "
    "noise from regressions.",
)  # fmt: skip
@click.option(
    "--profile", type=click.Path(path_type=Path), default=None,
    help="Use the `gate:` of this profile, not of the profile of the run.",
)  # fmt: skip
@language_option
def command(
    run: Path, baselines: tuple[Path, ...], profile: Path | None, language: Language
) -> int:
    """Check RUN (its folder, or its assessment.json) against the `gate:` of its profile.

    \b
    Exit codes:
      0  all rules are met
      1  a rule is not met
      2  misuse: a file is wrong, or the baseline is not comparable
      3  not measurable: no letter, interrupted, or a rule without data
      4  worse than the baseline: a drop beyond the noise, or a new knock-out
      5  the run was stopped for safety
      6  the harness or Toxiproxy failed, or a criterion could not be assessed

    The allowed drop is `max_drop` (3 points), or twice the spread of the baselines if larger.
    Rules under `warn:` are shown and never change the exit code.
    """
    result = check_gate(run, baselines, profile)
    click.echo(render(result, language))
    return result.code


def check_gate(run: Path, baselines: Sequence[Path], profile: Path | None) -> GateResult:
    """Check a run against the gate of `profile`, else of its own profile. Raises Misuse."""
    release = read_run_assessment(run)
    return apply_gate(release, _gate(run, profile), read_baseline(baselines, release))


def _gate(run: Path, profile: Path | None) -> Gate:
    if profile is not None:
        return prepare_profile(profile).gate
    folder = RunFolder(run if run.is_dir() else run.parent)
    if not folder.plan.is_file():
        raise Misuse(
            translate(
                "{run}: has no plan.json beside it; name the profile with --profile PROFILE",
                run=str(run),
            )
        )
    return folder.read_plan().profile.gate


FRENCH = """
msgid ""
"Run to compare with: its folder, or its assessment.json. Give several to separate noise from "
"regressions."
msgstr ""
"Essai de référence : son dossier, ou son assessment.json. Donnez-en plusieurs pour distinguer le "
"bruit d’une régression."

msgid "Use the `gate:` of this profile, not of the profile of the run."
msgstr "Utiliser le `gate:` de ce profil, et non celui du profil de l’essai."

msgid "Check RUN (its folder, or its assessment.json) against the `gate:` of its profile."
msgstr "Comparer un essai (son dossier, ou son assessment.json) au `gate:` de son profil."

msgid "Exit codes:"
msgstr "Codes de sortie :"

msgid "0 all rules are met"
msgstr "0 toutes les règles sont respectées"

msgid "1 a rule is not met"
msgstr "1 une règle n’est pas respectée"

msgid "2 misuse: a file is wrong, or the baseline is not comparable"
msgstr "2 mauvais usage : un fichier est faux, ou la référence n’est pas comparable"

msgid "3 not measurable: no letter, interrupted, or a rule without data"
msgstr "3 non mesurable : pas de lettre, interruption, ou une règle sans donnée"

msgid "4 worse than the baseline: a drop beyond the noise, or a new knock-out"
msgstr "4 moins bien que la référence : nette baisse, ou nouveau défaut éliminatoire"

msgid "5 the run was stopped for safety"
msgstr "5 l’essai a été arrêté par sécurité"

msgid "6 the harness or Toxiproxy failed, or a criterion could not be assessed"
msgstr "6 échec du banc d’essai ou de Toxiproxy, ou critère impossible à évaluer"

msgid ""
"The allowed drop is `max_drop` (3 points), or twice the spread of the baselines if larger. Rules "
"under `warn:` are shown and never change the exit code."
msgstr ""
"La baisse admise est `max_drop` (3 points), ou deux fois l’étendue des références si elle est "
"plus grande. Les règles sous `warn:` sont affichées et ne changent jamais le code de sortie."
"""
