"""`epreuve gate`: is this release good enough?"""

from pathlib import Path

import click

from epreuve.audits.commands.options import Language, language_option


@click.command()
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--baseline", "baselines", type=click.Path(path_type=Path), multiple=True, metavar="RUN|FILE",
    help="A run that this one must not fall under: its folder, or its assessment.json. "
    "Several tell the noise from a regression.",
)  # fmt: skip
@click.option(
    "--profile", type=click.Path(path_type=Path), default=None,
    help="Take the lines from the `gate:` of this profile, not from the one that was run.",
)  # fmt: skip
@language_option
def command(
    run: Path, baselines: tuple[Path, ...], profile: Path | None, language: Language
) -> int:
    """Judge RUN (its folder, or its assessment.json) by the lines of its profile's `gate:`.

    \b
    Exit codes:
      0  every line is met
      1  below a line
      2  misuse: a file is wrong, or the baseline was not made alike
      3  not measurable: no letter, interrupted, or a line without data
      4  worse than the baseline: a drop beyond the noise, or a new knock-out
      5  the run was stopped for safety
      6  the harness or Toxiproxy failed, or could not judge a line's criterion

    The drop allowed is the larger of `max_drop` (3 points) and twice the spread of the baselines.
    Lines under `warn:` are told and change no exit code.
    """
    from epreuve.audits.gates.gate_words import told
    from epreuve.audits.gates.gating import pass_gate

    passage = pass_gate(run, baselines, profile)
    click.echo(told(passage, language))
    return passage.code
