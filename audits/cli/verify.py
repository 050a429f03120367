"""`epreuve verify`: was anything touched since?"""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import run_argument
from epreuve.audits.errors import Misuse
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.runs.journal import NAME, problems
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.runs.seal import changed_files, first_difference, seal_sha256
from epreuve.audits.scoring.assess import assess
from epreuve.audits.scoring.trials.combination import judge_trials, trial_folders
from epreuve.probes.evidence.store import Evidence, EvidenceError
from epreuve.reports.document import render


@click.command()
@run_argument
def command(run: Path) -> int:
    """Recompute a run's assessment from its evidence, and say whether a byte was touched.

    Checks the seal of plan and evidence, the chained journal beside the run, and that judging
    again gives the same assessment.json to the byte. Exit code 0 when all is so, 1 when not.
    """

    found = list(verify(run))
    for problem in found:
        click.echo(f"{run}: {problem}")
    if not found:
        click.echo(f"{run}: untouched; judged again, the assessment is the same to the byte")
    return 1 if found else 0


def verify(path: Path) -> Iterator[str]:
    """One sentence for each thing that is not as it should be. Raises Misuse without a run."""
    if trials := trial_folders(path):
        yield from _verify_series(path, trials)
        return
    folder = RunFolder(path)
    sealed = seal_sha256(path)
    if sealed is None:
        raise Misuse(f"{path}: has no seal: it is not a run, or it did not reach its end")
    yield from changed_files(path)
    yield from problems(path.parent, path.name, sealed)
    yield from _judged_again(folder)


def _verify_series(path: Path, trials: list[RunFolder]) -> Iterator[str]:
    """Each trial, that none is missing, and that all of them give what is told."""
    for each in trials:
        yield from (f"{each.path.name}: {problem}" for problem in verify(each.path))
    journal = (path / NAME).read_bytes() if (path / NAME).is_file() else b""
    there = {each.path.name for each in trials}
    for line in journal.splitlines():
        if (name := json.loads(line)["run"]) not in there:
            yield f"{name}: is missing"
    if not _alike(RunFolder(path).plan, trials[0].plan):  # a gate reads its lines there
        yield f"plan.json: is not that of {trials[0].path.name}"
    yield from problems(path.parent, path.name, hashlib.sha256(journal).hexdigest())
    yield from _compared(render(judge_trials(path).assessment), RunFolder(path))


def _alike(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def _judged_again(folder: RunFolder) -> Iterator[str]:
    try:
        evidence = Evidence(folder.evidence)
        again = render(assess(folder.read_plan(), evidence, folder.notes(), load_grid()))
        evidence.close()
    except EvidenceError as error:
        yield str(error)
        return
    yield from _compared(again, folder)


def _compared(again: str, folder: RunFolder) -> Iterator[str]:
    kept = folder.assessment.read_bytes() if folder.assessment.is_file() else b""
    at = first_difference(again.encode(), kept)
    if at is None:
        return
    then, now = _grid_of(kept), _grid_of(again.encode())
    if then is not None and then != now:
        yield (
            f"assessment.json: was judged by grid {then}, this epreuve has grid {now}: verify it "
            f"with the version that judged it, or judge it again: epreuve assess {folder.path}"
        )
        return
    yield f"assessment.json: differs from what the evidence gives, first at byte {at:,}"


def _grid_of(document: bytes) -> str | None:
    """Version and hash of the grid of an assessment; None where it cannot be read."""
    try:
        grid = json.loads(document)["grid"]
        return f"{grid['version']} ({grid['sha256'][:12]})"
    except (ValueError, KeyError, TypeError):
        return None
