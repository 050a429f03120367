"""`epreuve gate`: is this release good enough?"""

from collections.abc import Sequence
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.errors import Misuse
from epreuve.audits.gates.baseline import read_baseline, read_run
from epreuve.audits.gates.gate import apply_gate
from epreuve.audits.gates.result import GateResult
from epreuve.audits.gates.text import render
from epreuve.audits.profile.gate import Gate
from epreuve.audits.profile.loading import prepare_profile
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.reports.language import Language


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--baseline", "baselines", type=click.Path(path_type=Path), multiple=True, metavar="RUN|FILE",
    help="A run that this one must not fall under: its folder, or its assessment.json. "
    "Several tell the noise from a regression.",
)  # fmt: skip
@click.option(
    "--profile", type=click.Path(path_type=Path), default=None,
    help="Take the rules from the `gate:` of this profile, not of the profile of the run.",
)  # fmt: skip
@language_option
def command(
    run: Path, baselines: tuple[Path, ...], profile: Path | None, language: Language
) -> int:
    """Judge RUN (its folder, or its assessment.json) by the rules of its profile's `gate:`.

    \b
    Exit codes:
      0  every rule is met
      1  below a threshold
      2  misuse: a file is wrong, or the baseline was not made alike
      3  not measurable: no letter, interrupted, or a rule without data
      4  worse than the baseline: a drop beyond the noise, or a new knock-out
      5  the run was stopped for safety
      6  the harness or Toxiproxy failed, or could not judge the criterion of a rule

    The drop allowed is the larger of `max_drop` (3 points) and twice the spread of the baselines.
    Rules under `warn:` print warnings and change no exit code.
    """

    result = run_gate(run, baselines, profile)
    click.echo(render(result, language))
    return result.code


def run_gate(run: Path, baselines: Sequence[Path], profile: Path | None) -> GateResult:
    """Judge a run by the gate of `profile`, else of the profile it was made from. Raises Misuse."""
    release = read_run(run)
    return apply_gate(release, _gate(run, profile), read_baseline(baselines, release))


def _gate(run: Path, profile: Path | None) -> Gate:
    if profile is not None:
        return prepare_profile(profile).gate
    folder = RunFolder(run if run.is_dir() else run.parent)
    if not folder.plan.is_file():
        raise Misuse(f"{run}: has no plan.json beside it; give the rules with --profile PROFILE")
    return folder.read_plan().profile.gate
