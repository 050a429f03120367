"""One folder a run: every stage leaves its file there, and any later stage can start from it."""

import contextlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.planning.plan import Plan
from epreuve.audits.playing import journal
from epreuve.audits.playing.fingerprint import fingerprint
from epreuve.audits.playing.seal import seal
from epreuve.reports.files import write_errors_as

RUNS = Path("runs")


@dataclass(frozen=True)
class RunFolder:
    """The files of one run."""

    path: Path

    @property
    def plan(self) -> Path:
        """What was to be done."""
        return self.path / "plan.json"

    @property
    def evidence(self) -> Path:
        """What was seen."""
        return self.path / "evidence.db"

    @property
    def assessment(self) -> Path:
        """What it is worth."""
        return self.path / "assessment.json"

    @property
    def logs(self) -> Path:
        """What each process said."""
        return self.path / "logs"

    def write_plan(self, plan: Plan) -> None:
        """Keep the plan. Raises NotMeasurable when the disk does not take it."""
        with write_errors_as(NotMeasurable, self.plan):
            self.plan.write_text(plan.model_dump_json(indent=1, by_alias=True) + "\n")

    def read_plan(self) -> Plan:
        """The plan of a run. Raises Misuse when this is not the folder of one."""
        try:
            return Plan.model_validate_json(self.plan.read_text())
        except OSError:
            raise Misuse(f"{self.path}: is not the folder of a run (no plan.json in it)") from None
        except ValueError as error:
            raise Misuse(f"{self.plan}: was not written by this version ({error})") from None

    def note(self, **facts: object) -> None:
        """Add facts about the run itself (when it started, how it ended) to `run.json`."""
        path = self.path / "run.json"
        known = json.loads(path.read_text()) if path.is_file() else {}
        new = path.with_suffix(".new")  # what was noted stays readable, killed at any moment
        new.write_text(json.dumps({**known, **facts}, indent=1, ensure_ascii=False) + "\n")
        new.replace(path)

    def seal(self) -> None:
        """Seal a run that is over, and enter it in the journal of its neighbours."""
        self.enter(seal(self.path))

    def enter(self, sealed: str) -> None:
        """Enter what was sealed in the journal of its neighbours, and keep the line."""
        entry = journal.append(self.path.absolute().parent, self.path.name, sealed)
        (self.path / "journal-entry.json").write_text(entry + "\n")

    def close(self, why: str, code: int) -> None:
        """Say why the run did not reach its end, and its exit code, whatever the disk takes."""
        with contextlib.suppress(OSError):
            self.note(interrupted=why, ended=code)

    def stopped(self, why: str, kind: type[NotMeasurable] = NotMeasurable) -> NotMeasurable:
        """What to raise for a run that did not reach its end, once it is noted why."""
        self.close(why, kind.exit_code)
        return kind(f"{why}; what was seen is kept in {self.path}")

    def notes(self) -> dict[str, object]:
        """What is known about the run itself. Raises Misuse without it."""
        path = self.path / "run.json"
        try:
            known = dict(json.loads(path.read_text()))
        except (OSError, TypeError, ValueError):
            raise Misuse(f"{path}: cannot be read; is this the folder of a run?") from None
        if not {"id", "started"} <= known.keys():
            raise Misuse(f"{path}: does not say which run this is, and when it began")
        if "played" not in known:
            known.setdefault("interrupted", "it was killed before its end")
        if (number := self.entered()) is not None:
            known["journal"] = number
        return known

    def entered(self) -> int | None:
        """How many runs the journal held once this one was entered, None when it was not."""
        entry = self.path / "journal-entry.json"
        return int(json.loads(entry.read_text())["n"]) if entry.is_file() else None


def new_run(plan: Plan, folder: Path | None = None, parent: Path = RUNS) -> RunFolder:
    """A new folder with the plan in it; its name says when, who and which crisis."""
    found = begin(folder, run_name(plan), parent)
    found.write_plan(plan)
    return found


def begin(folder: Path | None, name: str, parent: Path = RUNS) -> RunFolder:
    """A new folder that says when, and on which machine. Raises Misuse or NotMeasurable."""
    path = make_folder(folder, name, parent)
    found = RunFolder(path)
    found.logs.mkdir()
    now, machine = datetime.now(UTC).isoformat(timespec="seconds"), fingerprint()
    found.note(id=path.name, started=now, machine=machine.told, fingerprint=asdict(machine))
    return found


def run_name(plan: Plan) -> str:
    """When, who, which crisis and which seed."""
    return dated(plan.profile.service.supplier, f"{plan.crisis.id}-{plan.seed}")


def dated(supplier: str, what: str) -> str:
    """A name that says when, who and what."""
    who = re.sub(r"[^a-z0-9]+", "-", (supplier or "service").lower())
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{who.strip('-')}-{what}"


def make_folder(folder: Path | None, name: str, parent: Path = RUNS) -> Path:
    """A folder that was not there: `folder`, or `name` in `parent`. Raises Misuse."""
    path = folder or parent / name
    try:
        path.mkdir(parents=True, exist_ok=False)
    except FileExistsError:
        raise Misuse(f"{path}: already exists; a run never overwrites another") from None
    except OSError as error:
        raise NotMeasurable(f"{path}: cannot be created ({error.strerror})") from None
    return path
