"""`epreuve demo`: compare two suppliers of one service."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from epreuve.audits.cli.shared.free_cores import free_cores
from epreuve.audits.cli.shared.options import crisis_option, language_option
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import EXIT_MET, EXIT_NOT_MET, Misuse, NotMeasurable
from epreuve.audits.runs.run_folder import BUSY_BENCH, RUNS
from epreuve.faults.toxiproxy.engine import VARIABLE
from epreuve.reports.comparison import compare
from epreuve.reports.document import read_assessment
from epreuve.reports.files import write_errors_as
from epreuve.reports.language import Language
from epreuve.reports.terminal import render_comparison
from epreuve.reports.text import Text
from epreuve.reports.translation import Number
from epreuve.reports.writing import write_comparison

PROFILES = Path(__file__).parents[1] / "demo"
SUPPLIERS = ("sobre", "fragile")
VERDICTS = (EXIT_MET, EXIT_NOT_MET)
BOTH = 1.5  # free CPU cores for two audits at the same time [A]


@click.command()
@crisis_option
@click.option("--seed", type=int, default=2026, show_default=True, help="Seed of both audits.")
@click.option(
    "--scale", type=click.FloatRange(min=1.0), default=20.0, show_default=True,
    help="Time compression: seconds of the crisis per second of the run.",
)  # fmt: skip
@language_option
@click.option(
    "--folder", type=click.Path(path_type=Path), default=None,
    help="Folder of both runs. Default: a new folder in runs/.",
)  # fmt: skip
def command(crisis: str, seed: int, scale: float, language: Language, folder: Path | None) -> int:
    """Audit two suppliers of the same service in one crisis, and compare them.

    Both audits run at the same time on this machine, or one after the other where it has too few
    free CPU cores. Each has its own database, third parties and Toxiproxy server.
    $EPREUVE_TOXIPROXY is ignored.
    """
    return demonstrate(crisis, seed, scale, language, folder)


def demonstrate(
    crisis: str, seed: int, scale: float, language: Language, folder: Path | None
) -> int:
    """Audit both suppliers and compare them; 0 when both audits give a verdict.

    Raises Misuse or NotMeasurable.
    """
    parent = folder or RUNS / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-demo"
    if parent.exists():
        raise Misuse(
            translate("{folder}: already exists; choose another folder", folder=str(parent))
        )
    with write_errors_as(Misuse, parent):
        parent.mkdir(parents=True)
    options = ["--crisis", crisis, "--seed", str(seed), "--scale", str(scale), "--lang", language]
    free = free_cores()
    both = free >= BOTH or os.environ.get(BUSY_BENCH) == "warn"
    print(_order(free, both).of(language), file=sys.stderr, flush=True)
    groups = [SUPPLIERS] if both else [(name,) for name in SUPPLIERS]
    codes: dict[str, int] = {}
    for group in groups:
        codes |= _play(group, parent, options)
        if any(code not in VERDICTS for code in codes.values()):
            break
    for name in codes:
        print((parent / f"{name}.txt").read_text())
    failed = [name for name, code in codes.items() if code not in VERDICTS]
    if failed:
        raise NotMeasurable(
            translate(
                "the audit of {names} gave no verdict; see {folder}",
                names=failed, folder=str(parent),
            )
        )  # fmt: skip
    comparison = compare([read_assessment(parent / name / "assessment.json") for name in SUPPLIERS])
    print(render_comparison(comparison, language, color=sys.stdout.isatty()))
    write_comparison(comparison, parent)
    for path in _pages(parent, language):
        print(path)
    return EXIT_MET


def _order(free: float, both: bool) -> Text:
    """Return whether both audits run at the same time, and why."""
    cores = Number(free, 1)
    if free >= BOTH:
        return translate(
            "{cores} CPU cores are free: both audits run at the same time", cores=cores
        )
    if both:
        return translate(
            "{cores} CPU cores are free, and ${variable} is `warn`: both audits run at the same "
            "time",
            cores=cores, variable=BUSY_BENCH,
        )  # fmt: skip
    return translate(
        "{cores} CPU cores are free, two audits need {needed}: they run one after the other, in "
        "twice the time",
        cores=cores, needed=Number(BOTH, 1),
    )  # fmt: skip


def _play(names: Sequence[str], parent: Path, options: list[str]) -> dict[str, int]:
    """Audit suppliers at the same time; return their exit codes."""
    audits = {name: _start(name, parent / name, options) for name in names}
    try:
        return _wait(audits)
    except BaseException:
        for audit in audits.values():
            audit.terminate()
        for audit in audits.values():
            audit.wait()
        raise


def _wait(audits: dict[str, subprocess.Popen[bytes]]) -> dict[str, int]:
    """Wait for both audits; return their exit codes. A failed audit ends the other one."""
    while any(audit.poll() is None for audit in audits.values()):
        time.sleep(0.2)
        if any(audit.returncode not in (None, *VERDICTS) for audit in audits.values()):
            for audit in audits.values():
                audit.terminate()
    return {name: audit.wait() for name, audit in audits.items()}


def _start(name: str, folder: Path, options: list[str]) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-m", "epreuve.audits", "audit", str(PROFILES / f"{name}.yaml")]
    with folder.with_suffix(".txt").open("wb") as out:
        return subprocess.Popen(
            [*program, "--folder", str(folder), "--label", name, *options],
            stdout=out,
            env={**os.environ, VARIABLE: ""},  # proxies of both audits have the same names
        )


def _pages(parent: Path, language: str) -> Iterator[Path]:
    for name in SUPPLIERS:
        yield parent / name / f"report.{language}.html"
    yield parent / f"comparison.{language}.html"


FRENCH = """
msgid "Seed of both audits."
msgstr "Graine des deux essais."

msgid "Folder of both runs. Default: a new folder in runs/."
msgstr "Dossier des deux essais. Par défaut : un nouveau dossier dans runs/."

msgid "Time compression: seconds of the crisis per second of the run."
msgstr "Compression du temps : secondes de la crise par seconde d’essai."

msgid "Audit two suppliers of the same service in one crisis, and compare them."
msgstr "Auditer deux fournisseurs du même service dans une même crise, et les comparer."

msgid ""
"Both audits run at the same time on this machine, or one after the other where it has too few "
"free CPU cores. Each has its own database, third parties and Toxiproxy server. $EPREUVE_TOXIPROXY "
"is ignored."
msgstr ""
"Les deux audits tournent en même temps sur cette machine, ou l’un après l’autre quand trop peu de "
"cœurs de processeur y sont libres. Chacun a sa base de données, ses tiers et son serveur "
"Toxiproxy. $EPREUVE_TOXIPROXY est ignoré."
"""
