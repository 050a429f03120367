"""`epreuve history`: how a service got better, or worse."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option
from epreuve.audits.errors import EXIT_MET, Misuse, NotMeasurable
from epreuve.reports import history_html
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import UnreadableAssessment, read_assessment
from epreuve.reports.history import history
from epreuve.reports.history_table import render
from epreuve.reports.language import Language
from epreuve.reports.site import write_site


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--site", type=click.Path(path_type=Path), default=None,
    help="Folder of a static web site to write: an index, a trend, each run's report.",
)  # fmt: skip
@language_option
def command(folder: Path, site: Path | None, language: Language) -> int:
    """Tell the history of all runs below a folder: a trend and a table for each service.

    Only runs of one service on one crisis, judged by the same grid at the same scale, are put on
    one line.
    """

    return tell_history(folder, site, language)


INDEX = history_html.FILE.format(language="fr")  # a site holds copies of runs
DEEPEST = 4  # folders below the one that is given: a run holds thousands of files of its own


def tell_history(folder: Path, site: Path | None, language: Language) -> int:
    """Print the history of `folder`, write its site if asked. Raises Misuse or NotMeasurable."""
    runs = dict(_read(folder))
    if not runs:
        raise Misuse(f"{folder}: no run with an assessment.json was found in it")
    print(render(history((key, told) for key, (_, told) in runs.items()), language), end="")
    if site is not None:
        try:
            indexes = write_site(runs, site)
        except OSError as error:
            raise NotMeasurable(f"{error.filename or site}: {error.strerror}") from None
        print("", *indexes, sep="\n")
    return EXIT_MET


def _read(folder: Path) -> Iterator[tuple[str, tuple[Path, Assessment]]]:
    """Each run by its key; one that cannot be read is told, and hides no other."""
    for run in run_folders(folder):
        try:
            yield _key(run, folder), (run, read_assessment(run / "assessment.json"))
        except UnreadableAssessment as error:
            print(f"epreuve: {error}; left out", file=sys.stderr)


def run_folders(folder: Path) -> Iterator[Path]:
    """The folders that hold an assessment, in order; runs and sites are not looked into."""
    for path, below, files in os.walk(folder):
        if "assessment.json" in files:
            yield Path(path)
            below.clear()
        elif INDEX in files or len(Path(path).relative_to(folder).parts) >= DEEPEST:
            below.clear()
        below.sort()


def _key(run: Path, folder: Path) -> str:
    """Where a run is below the folder, and where its pages are below the site."""
    inside = run.relative_to(folder).as_posix()
    return run.resolve().name if inside == "." else inside
