"""One audit a profile and a test run, whichever process of pytest-xdist comes first."""

import contextlib
import fcntl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from epreuve.audits.errors import EpreuveError, Misuse, NotMeasurable
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.execution.progress.listener import Quiet
from epreuve.audits.profile.authorisation import confirm, describe, targets
from epreuve.audits.runs.run_folder import RunFolder, new_run
from epreuve.probes.evidence.store import EvidenceError
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment
from epreuve.reports.writing import write_reports


@dataclass(frozen=True)
class Wanted:
    """What the command line of pytest asks for."""

    crisis: str
    scale: float
    seed: int | None
    runs: Path
    yes: bool  # somebody confirmed the authorisation of a service elsewhere


def audited(profile: Path, name: str, wanted: Wanted) -> RunFolder:
    """The folder of the audit called `name`, made now unless another process has made it.

    Audits wait for one another: two at once on one machine would measure each other. Raises Misuse
    and NotMeasurable.
    """
    folder = RunFolder(wanted.runs / name)
    wanted.runs.mkdir(parents=True, exist_ok=True)
    with _alone(wanted.runs / ".pytest.lock"):
        if not folder.path.exists():
            _audit(profile, folder.path, wanted)
    return folder


def assessment_of(folder: RunFolder) -> Assessment:
    """What the audit found. Raises NotMeasurable when it did not reach its end."""
    stopped = folder.notes().get("interrupted")
    if stopped is not None or not folder.assessment.is_file():
        raise NotMeasurable(f"{stopped or 'it was not judged'}; see {folder.path}")
    return read_assessment(folder.assessment)


def _audit(profile: Path, path: Path, wanted: Wanted) -> None:
    from epreuve.audits.execution.run import play
    from epreuve.audits.scoring.assess import (
        assess_run,  # late, with the next: collecting stays light
    )

    plan = prepare(profile, wanted.crisis, wanted.seed, wanted.scale)
    if targets(plan.profile) and not wanted.yes:
        raise Misuse(f"{describe(plan)}\nnothing was sent: confirm it with --epreuve-yes")
    consent = confirm(plan, yes=wanted.yes, ask=None)
    folder = new_run(plan, path)
    try:
        play(plan, folder, Quiet(), consent=consent)
    except NotMeasurable as error:
        with contextlib.suppress(EpreuveError, EvidenceError, OSError):
            write_reports(assess_run(folder), folder.path)
        if isinstance(error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None  # pytest ends at once, as its user asked
        raise
    write_reports(assess_run(folder), folder.path)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time; the kernel gives the lock back when its holder dies."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
