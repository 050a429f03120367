"""`epreuve demo`: two suppliers of one service, side by side."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import crisis_option, folder_option, language_option
from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MET, Misuse, NotMeasurable
from epreuve.audits.runs.run_folder import RUNS
from epreuve.faults.toxiproxy.engine import VARIABLE
from epreuve.reports.comparison import compare
from epreuve.reports.document import read_assessment
from epreuve.reports.language import Language
from epreuve.reports.terminal import render_comparison
from epreuve.reports.writing import write_comparison


@click.command()
@crisis_option
@click.option("--seed", type=int, default=2026, show_default=True, help="Seed of both audits.")
@click.option(
    "--scale", type=click.FloatRange(min=1.0), default=20.0, show_default=True,
    help="Real seconds of the crisis for one second of the run.",
)  # fmt: skip
@language_option
@folder_option
def command(crisis: str, seed: int, scale: float, language: Language, folder: Path | None) -> int:
    """Audit two suppliers of the same e-service through one crisis, and compare them.

    Both run at the same time on this machine, each with a database, third parties and a Toxiproxy
    server of its own: one that is named by $EPREUVE_TOXIPROXY is left alone.
    """

    return demonstrate(crisis, seed, scale, language, folder)


PROFILES = Path(__file__).with_name("demo")
SUPPLIERS = ("sobre", "fragile")
VERDICTS = (EXIT_MET, EXIT_NOT_MET)


def demonstrate(
    crisis: str, seed: int, scale: float, language: Language, folder: Path | None
) -> int:
    """Audit both and compare; 0 when both could be judged, whatever their letters."""
    parent = folder or RUNS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-demo"
    if parent.exists():
        raise Misuse(f"{parent}: already exists; a run never overwrites another")
    parent.mkdir(parents=True)
    options = ["--crisis", crisis, "--seed", str(seed), "--scale", str(scale), "--lang", language]
    audits = {name: _start(name, parent / name, options) for name in SUPPLIERS}
    try:
        codes = _wait(audits)
    except BaseException:
        for each in audits.values():
            each.terminate()
        for each in audits.values():
            each.wait()
        raise
    for name in SUPPLIERS:
        print((parent / f"{name}.txt").read_text())
    failed = [name for name, code in codes.items() if code not in VERDICTS]
    if failed:
        raise NotMeasurable(f"the audit of {' and '.join(failed)} gave no verdict; see {parent}")
    found = compare([read_assessment(parent / name / "assessment.json") for name in SUPPLIERS])
    print(render_comparison(found, language, color=sys.stdout.isatty()))
    write_comparison(found, parent)
    for path in _pages(parent, language):
        print(path)
    return EXIT_MET


def _wait(audits: dict[str, subprocess.Popen[bytes]]) -> dict[str, int]:
    """Their exit codes; when one gives no verdict, the other is not worth three minutes more."""
    while any(each.poll() is None for each in audits.values()):
        time.sleep(0.2)
        if any(each.returncode not in (None, *VERDICTS) for each in audits.values()):
            for each in audits.values():
                each.terminate()
    return {name: each.wait() for name, each in audits.items()}


def _start(name: str, folder: Path, options: list[str]) -> subprocess.Popen[bytes]:
    words = [
        sys.executable,
        "-m",
        "epreuve.audits",
        "audit",
        str(PROFILES / f"{name}.yaml"),
    ]
    with folder.with_suffix(".txt").open("wb") as out:
        return subprocess.Popen(
            [*words, "--folder", str(folder), "--label", name, *options],
            stdout=out,
            env={**os.environ, VARIABLE: ""},  # both use the same names for their proxies
        )


def _pages(parent: Path, language: str) -> Iterator[Path]:
    for name in SUPPLIERS:
        yield parent / name / f"report.{language}.html"
    yield parent / f"comparison.{language}.html"
