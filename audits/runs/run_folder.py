"""Folder of a run. Each step of the pipeline writes its file there for the next steps."""

import contextlib
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.messages.texts import error_text, message_text
from epreuve.audits.planning.plan import Plan
from epreuve.audits.runs import journal
from epreuve.audits.runs.fingerprint import fingerprint
from epreuve.audits.runs.run_record import RunRecord
from epreuve.audits.runs.seal import seal
from epreuve.audits.runs.translation import translate
from epreuve.faults.processes.interrupts import defer_interrupts
from epreuve.probes.evidence.errors import EvidenceError, EvidenceVersionError, first_problem
from epreuve.probes.evidence.evidence_file import EvidenceFile
from epreuve.reports.files import write_errors_as
from epreuve.reports.text import Text

RUNS = Path("runs")
BUSY_BENCH = "EPREUVE_BUSY_BENCH"  # environment variable: `void` or `warn`


@dataclass(frozen=True)
class RunFolder:
    """Folder of one run: paths and access to its files."""

    path: Path

    @property
    def plan(self) -> Path:
        """Path of the plan."""
        return self.path / "plan.json"

    @property
    def evidence(self) -> Path:
        """Path of the evidence."""
        return self.path / "evidence.db"

    @property
    def assessment(self) -> Path:
        """Path of the assessment."""
        return self.path / "assessment.json"

    @property
    def record(self) -> Path:
        """Path of the record of the run."""
        return self.path / "run.json"

    @property
    def logs(self) -> Path:
        """Folder with the output of each process."""
        return self.path / "logs"

    def write_plan(self, plan: Plan) -> None:
        """Write the plan. Raises NotMeasurable when the file cannot be written."""
        with write_errors_as(NotMeasurable, self.plan):
            self.plan.write_text(plan.model_dump_json(indent=1, by_alias=True) + "\n")

    def read_plan(self) -> Plan:
        """Return the plan. Raises Misuse when this is not a run folder of this version."""
        try:
            text = self.plan.read_bytes()
        except OSError:
            self.check_exists()
            raise Misuse(
                translate(
                    "{folder}: is not a run folder (it has no plan.json); give the folder of a run",
                    folder=str(self.path),
                )
            ) from None
        self._check_version()
        try:
            return Plan.model_validate_json(text)
        except ValidationError as error:
            raise Misuse(
                translate(
                    "{file}: is not a plan of this version ({problem}); take it from a copy, or "
                    "run the crisis again",
                    file=str(self.plan), problem=_first_problem(error),
                )
            ) from None  # fmt: skip

    def check_exists(self) -> None:
        """Raise Misuse when there is no such folder."""
        if not self.path.is_dir():
            raise Misuse(
                translate(
                    "{folder}: no such folder; give the folder of a run", folder=str(self.path)
                )
            )

    def _check_version(self) -> None:
        """Raise Misuse for evidence of another version, whose plan cannot be read either."""
        if not self.evidence.is_file():
            return
        try:
            EvidenceFile(self.evidence).close()
        except EvidenceVersionError as error:
            raise Misuse(error_text(error)) from None
        except EvidenceError:
            pass  # the reader of the evidence reports it

    def note(self, **facts: object) -> None:
        """Add fields of RunRecord (such as the end of the run) to `run.json`; None removes one."""
        path = self.record
        recorded = json.loads(path.read_text()) if path.is_file() else {}
        fields = {name: value for name, value in {**recorded, **facts}.items() if value is not None}
        document = RunRecord.model_validate(fields).model_dump(mode="json", exclude_unset=True)
        new = path.with_suffix(".new")  # the old file stays readable if the process is killed
        new.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")
        new.replace(path)

    def seal(self) -> None:
        """Seal a finished run and add it to the journal of the parent folder."""
        self.add_to_journal(seal(self.path))

    def add_to_journal(self, sealed: str) -> None:
        """Add the run, with the SHA-256 of its seal, to the journal of the parent folder."""
        entry = journal.append(self.path.absolute().parent, self.path.name, sealed)
        (self.path / "journal-entry.json").write_text(entry + "\n")

    def mark_interrupted(self, reason: Text, exit_code: int) -> None:
        """Note why the run was interrupted, and its exit code. A full disk is not an error."""
        with contextlib.suppress(OSError):
            self.note(interrupted=reason, ended=exit_code)

    def interruption(
        self, reason: Text, kind: type[NotMeasurable] = NotMeasurable
    ) -> NotMeasurable:
        """Note that the run was interrupted and return the exception to raise."""
        self.mark_interrupted(reason, kind.exit_code)
        clause = Text(fr=reason.fr.removesuffix("."), en=reason.en.removesuffix("."))
        return kind(
            translate(
                "{reason}; the evidence recorded so far is in {path}",
                reason=clause, path=str(self.path),
            )
        )  # fmt: skip

    def read_record(self) -> RunRecord:
        """Return the record of the run. Raises Misuse when it cannot be read."""
        try:
            record = RunRecord.model_validate_json(self.record.read_bytes())
        except OSError:
            raise Misuse(
                translate("{file}: cannot be read; give the folder of a run", file=str(self.record))
            ) from None
        except ValidationError as error:
            raise Misuse(
                translate(
                    "{file}: {problem}; give the folder of a run",
                    file=str(self.record), problem=_first_problem(error),
                )
            ) from None  # fmt: skip
        facts: dict[str, object] = {"journal": self.journal_number()}
        if record.played is None and record.interrupted is None:
            facts["interrupted"] = translate("the run was killed before its end")
        return record.model_copy(update=facts)

    def journal_number(self) -> int | None:
        """Return the number of this run in the journal, None when it is not in a journal."""
        entry = self.path / "journal-entry.json"
        return int(json.loads(entry.read_text())["n"]) if entry.is_file() else None


def new_run(plan: Plan, folder: Path | None = None, parent: Path = RUNS) -> RunFolder:
    """Create a run folder with its plan. The default name has date, supplier and crisis."""
    run = new_folder(folder, run_name(plan), parent)
    run.write_plan(plan)
    return run


def new_folder(folder: Path | None, name: str, parent: Path = RUNS) -> RunFolder:
    """Create a run folder that notes its start and machine. Raises Misuse or NotMeasurable."""
    now, machine = datetime.now(UTC).isoformat(timespec="seconds"), fingerprint()
    with defer_interrupts():  # a run that ends before its first step has an end in `run.json` too
        path = make_folder(folder, name, parent)
        run = RunFolder(path)
        with write_errors_as(NotMeasurable, path):  # the disk may be full
            run.logs.mkdir()
            run.note(
                id=path.name, started=now, machine=machine.summary, fingerprint=asdict(machine),
                interrupted=translate("the run was stopped before its first step"),
                ended=NotMeasurable.exit_code,
            )  # fmt: skip
    return run


def run_name(plan: Plan) -> str:
    """Return the default name: date, supplier, crisis and seed."""
    return dated_name(plan.profile.service.supplier, f"{plan.crisis.id}-{plan.seed}")


def dated_name(supplier: str, subject: str) -> str:
    """Return a name with date, supplier and subject."""
    slug = re.sub(r"[^a-z0-9]+", "-", (supplier or "service").lower())
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{slug.strip('-')}-{subject}"


def make_folder(folder: Path | None, name: str, parent: Path = RUNS) -> Path:
    """Create `folder`, else `parent`/`name`. Raises Misuse."""
    path = folder or parent / name
    with write_errors_as(Misuse, path):
        try:
            path.mkdir(parents=True, exist_ok=False)
        except FileExistsError:
            raise Misuse(
                translate("{path}: already exists; choose another folder", path=str(path))
            ) from None
    return path


@contextlib.contextmanager
def temporary_folder(prefix: str) -> Iterator[Path]:
    """Make a folder that is deleted at the end.

    Others may read it, as any folder of a run: a service may run its database as another user.
    """
    with tempfile.TemporaryDirectory(prefix=prefix) as path:
        Path(path).chmod(0o755)
        yield Path(path)


def _first_problem(error: ValidationError) -> Text:
    return message_text(first_problem(error))
