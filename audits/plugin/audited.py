"""One audit per profile and test run, made by the first process of pytest-xdist."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from epreuve.audits.errors import EpreuveError, Misuse, NotMeasurable
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.execution.progress.listener import Listener
from epreuve.audits.plugin.translation import translate
from epreuve.audits.profile.authorisation import confirm, describe, targets
from epreuve.audits.runs.run_folder import BUSY_BENCH, RunFolder, new_run
from epreuve.probes.evidence.errors import EvidenceError
from epreuve.reports.assessment import Assessment
from epreuve.reports.document import read_assessment
from epreuve.reports.files import write_errors_as
from epreuve.reports.writing import write_reports


@dataclass(frozen=True)
class AuditOptions:
    """Options of pytest's command line."""

    crisis: str
    scale: float
    seed: int | None
    runs: Path
    yes: bool  # the authorisation of a remote service is confirmed


def audit_once(profile: Path, name: str, options: AuditOptions) -> RunFolder:
    """Return the run folder of the audit `name`; run the audit unless another process has done it.

    Audits run one after the other: parallel audits on one machine disturb each other. Raises Misuse
    and NotMeasurable.
    """
    folder = RunFolder(options.runs / name)
    with write_errors_as(Misuse, options.runs):
        options.runs.mkdir(parents=True, exist_ok=True)
    with _locked(options.runs / ".pytest.lock"):
        if not folder.path.exists():
            _audit(profile, folder.path, options)
    return folder


def assessment_of(folder: RunFolder) -> Assessment:
    """Return the assessment. Raises NotMeasurable for an interrupted audit."""
    interrupted = folder.read_record().interrupted
    if interrupted is not None or not folder.assessment.is_file():
        reason = interrupted or translate("the run was not assessed")
        raise NotMeasurable(
            translate("{reason}; see {folder}", reason=reason, folder=str(folder.path))
        )
    return read_assessment(folder.assessment)


def _audit(profile: Path, path: Path, options: AuditOptions) -> None:
    # Late, so that collection stays fast.
    from epreuve.audits.execution.run import play
    from epreuve.audits.scoring.assess import assess_run

    plan = prepare(profile, options.crisis, options.seed, options.scale)
    if targets(plan.profile) and not options.yes:
        raise Misuse(
            translate(
                "{authorisation}\nnot confirmed, no request was sent; add --epreuve-yes to confirm "
                "it",
                authorisation=describe(plan),
            )
        )
    consent = confirm(plan, yes=options.yes, ask=None)
    folder = new_run(plan, path)
    folder.note(busy_bench=os.environ.get(BUSY_BENCH, "void"))
    try:
        play(plan, folder, Listener(), consent=consent)
    except NotMeasurable as error:
        with contextlib.suppress(EpreuveError, EvidenceError, OSError):
            write_reports(assess_run(folder), folder.path)
        if isinstance(error.__context__, KeyboardInterrupt):
            raise KeyboardInterrupt from None  # pytest ends at once
        raise
    write_reports(assess_run(folder), folder.path)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold an exclusive lock. The kernel releases it when the process ends."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
