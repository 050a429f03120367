"""One folder a run: every stage leaves its file there, and any later stage can start from it."""

import contextlib
import json
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from epreuve.audits import journal
from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.plan import Plan
from epreuve.audits.seal import seal

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
        try:
            self.plan.write_text(plan.model_dump_json(indent=1, by_alias=True) + "\n")
        except OSError as error:
            raise NotMeasurable(f"{self.plan}: cannot be written ({error.strerror})") from None

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
        sealed = seal(self.path)
        entry = journal.append(self.path.absolute().parent, self.path.name, sealed)
        (self.path / "journal-entry.json").write_text(entry + "\n")

    def close(self, why: str) -> None:
        """Say that the run did not reach its end; a full disk must not hide why."""
        with contextlib.suppress(OSError):
            self.note(interrupted=why)

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
        entry = self.path / "journal-entry.json"
        if entry.is_file():
            known["journal"] = json.loads(entry.read_text())["n"]
        return known


def new_run(plan: Plan, folder: Path | None = None, parent: Path = RUNS) -> RunFolder:
    """A new folder with the plan in it; its name says when, who and which crisis."""
    now = datetime.now(UTC)
    who = re.sub(r"[^a-z0-9]+", "-", (plan.profile.service.supplier or "service").lower()).strip(
        "-"
    )
    name = f"{now:%Y%m%d-%H%M%S}-{who}-{plan.crisis.id}-{plan.seed}"
    path = folder or parent / name
    try:
        (path / "logs").mkdir(parents=True, exist_ok=False)
    except FileExistsError:
        raise Misuse(f"{path}: already exists; a run never overwrites another") from None
    except OSError as error:
        raise NotMeasurable(f"{path}: cannot be created ({error.strerror})") from None
    found = RunFolder(path)
    found.write_plan(plan)
    found.note(id=path.name, started=now.isoformat(timespec="seconds"), machine=_machine())
    return found


def _machine() -> str:
    system = os.uname()
    return f"{system.sysname} {system.release}, {system.machine}, {os.cpu_count()} cores"
