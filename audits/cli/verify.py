"""`epreuve verify`: detect changes in a run."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import click

from epreuve.audits.cli.shared.options import language_option, run_argument
from epreuve.audits.cli.shared.translation import translate
from epreuve.audits.errors import Misuse
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.messages.texts import error_text
from epreuve.audits.runs import journal
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.runs.seal import changed_files, first_difference, seal_sha256
from epreuve.audits.scoring.assess import assess
from epreuve.audits.scoring.trials.combination import judge_trials, trial_folders
from epreuve.probes.evidence.errors import EvidenceError
from epreuve.probes.evidence.reader import Evidence
from epreuve.reports.document import render
from epreuve.reports.language import Language
from epreuve.reports.text import Text


@click.command()
@run_argument
@language_option
def command(run: Path, language: Language) -> int:
    """Detect changes in a run: recompute its assessment and check its seal.

    Checks the seal of plan and evidence, the hash chain of the journal beside the run, and that a
    new assessment is identical, byte by byte. Exit code 0 when all checks pass, else 1.
    """
    problems = list(verify(run))
    lines = problems or [translate("OK: unchanged, and a new assessment is identical")]
    for line in lines:
        click.echo(translate("{run}: {line}", run=str(run), line=line).of(language))
    return 1 if problems else 0


def verify(path: Path) -> Iterator[Text]:
    """Yield one sentence per problem. Raises Misuse when this is not a finished run."""
    if trials := trial_folders(path):
        yield from _verify_series(path, trials)
        return
    folder = RunFolder(path)
    folder.check_exists()
    sealed = seal_sha256(path)
    if sealed is None:
        raise Misuse(
            translate("{path}: has no seal; give the folder of a finished run", path=str(path))
        )
    yield from changed_files(path)
    yield from journal.problems(path.parent, path.name, sealed)
    yield from _reassessed(folder)


def _verify_series(path: Path, trials: list[RunFolder]) -> Iterator[Text]:
    """Yield the problems of each trial, missing trials, and problems of the common assessment."""
    for trial in trials:
        for problem in verify(trial.path):
            yield translate("{run}: {line}", run=trial.path.name, line=problem)
    file = path / journal.NAME
    lines = file.read_bytes() if file.is_file() else b""
    names = {trial.path.name for trial in trials}
    for line in lines.splitlines():
        if (name := json.loads(line)["run"]) not in names:
            yield translate("{name}: is missing", name=name)
    if not _equal(RunFolder(path).plan, trials[0].plan):  # `epreuve gate` reads its rules there
        yield translate("plan.json: differs from the plan of {trial}", trial=trials[0].path.name)
    yield from journal.problems(path.parent, path.name, hashlib.sha256(lines).hexdigest())
    yield from _compared(render(judge_trials(path).assessment), RunFolder(path))


def _equal(one: Path, other: Path) -> bool:
    return one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes()


def _reassessed(folder: RunFolder) -> Iterator[Text]:
    plan = folder.read_plan()
    try:
        evidence = Evidence(folder.evidence)
        document = render(assess(plan, evidence, folder.read_record(), load_grid()))
        evidence.close()
    except EvidenceError as error:
        yield error_text(error)
        return
    yield from _compared(document, folder)


def _compared(document: str, folder: RunFolder) -> Iterator[Text]:
    stored = folder.assessment.read_bytes() if folder.assessment.is_file() else b""
    at = first_difference(document.encode(), stored)
    if at is None:
        return
    before, now = _grid_of(stored), _grid_of(document.encode())
    if before is not None and before != now:
        yield translate(
            "assessment.json: was made with grid {before}, this version has grid {now}; verify it "
            "with the version that made it, or run: {command}",
            before=before, now=str(now), command=f"epreuve assess {folder.path}",
        )  # fmt: skip
        return
    yield translate(
        "assessment.json: differs from a new assessment of the evidence, first at byte {byte}",
        byte=at,
    )


def _grid_of(document: bytes) -> str | None:
    """Return version and hash of the grid of an assessment, None if unreadable."""
    try:
        grid = json.loads(document)["grid"]
        return f"{grid['version']} ({grid['sha256'][:12]})"
    except (ValueError, KeyError, TypeError):
        return None


FRENCH = """
msgid "Detect changes in a run: recompute its assessment and check its seal."
msgstr "Détecter les modifications d’un essai : recalculer son évaluation et contrôler son sceau."

msgid ""
"Checks the seal of plan and evidence, the hash chain of the journal beside the run, and that a "
"new assessment is identical, byte by byte. Exit code 0 when all checks pass, else 1."
msgstr ""
"Contrôle le sceau du plan et des preuves, la chaîne d’empreintes du journal à côté de l’essai, et "
"l’identité, octet par octet, d’une nouvelle évaluation. Code de sortie 0 si tout est conforme, "
"sinon 1."
"""
