"""Exports of data, taken as a user and as the administration would, at the end of a run.

A file is read, counted, fingerprinted and dropped: the folder of a run keeps no personal data.
"""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from epreuve.audits.checks.durability.export_records import (
    ExportDocumentation,
    FullExportObservation,
    UserExport,
)
from epreuve.audits.execution.clock import MonotonicClock
from epreuve.audits.execution.receipt_reading import run_of
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.export import FullExport
from epreuve.audits.profile.model import command
from epreuve.faults.errors import FaultError
from epreuve.faults.processes.commands import run_command
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey
from epreuve.probes.journeys.session import SessionResult, is_definite
from epreuve.probes.journeys.step import Step, Steps
from epreuve.probes.journeys.template import Variables
from epreuve.probes.pages.open_format import OpenData, read_open
from epreuve.probes.pages.open_receipt import TRIES
from epreuve.probes.pages.receipt import STEP_LIMIT
from epreuve.probes.pages.submission import Submission

CITIZENS = 3  # users of each critical journey who export their own file [A]
# Values kept as typed; dates and phone numbers may be written in other formats.
_OWN = re.compile(r"\{(citizen\.(?:name|email|street|postcode|city|file))\}")


def take_exports(
    plan: Plan, clock: MonotonicClock, folder: Path, held: Sequence[Attempt]
) -> Iterator[Observation[Record]]:
    """Yield one observation per user's export, for the full export and for the format's page.

    `held` are the attempts whose receipts the service still knew when they were read again.
    """
    export = plan.profile.export
    if export is None or not held:
        return
    if export.documentation is not None:
        result = _session(plan, (Step(get=export.documentation),), held[0])
        page = ExportDocumentation(served=result.outcome == "success", detail=result.detail)
        yield Observation(clock.now(), "documentation", page)
    if export.citizen != "none":
        for attempt in _some(plan, held):
            own = _citizen(plan, export.citizen, attempt)
            yield Observation(clock.now(), "citizen", own)
    if export.administrator != "none":
        full = _administrator(plan, export.administrator, folder, held)
        yield Observation(clock.now(), "administrator", full)


def _some(plan: Plan, held: Sequence[Attempt]) -> Iterator[Attempt]:
    """Yield the first, the last and the middle attempt of each critical journey."""
    for name in plan.profile.critical():
        own = [attempt for attempt in held if attempt.journey == name]
        places = sorted({0, len(own) // 2, len(own) - 1}) if own else []
        yield from (own[place] for place in places[:CITIZENS])


def _citizen(plan: Plan, steps: Steps, attempt: Attempt) -> UserExport:
    result = _session(plan, steps, attempt)
    if result.outcome != "success":
        return UserExport(
            arrival=attempt.arrival, journey=attempt.journey, answered=is_definite(result),
            detail=result.detail or result.outcome,
        )  # fmt: skip
    content = result.responses[-1].body
    data = read_open(content)
    citizen = plan.citizen(attempt.arrival)
    missing = (
        [] if data is None else _missing(data, plan.profile.journeys[attempt.journey], citizen)
    )
    if data is not None and not data.holds(attempt.receipt):
        missing.insert(0, "receipt")
    return UserExport(
        arrival=attempt.arrival, journey=attempt.journey, answered=True, missing=tuple(missing),
        format=None if data is None else data.format, bytes=len(content), sha256=_sha256(content),
    )  # fmt: skip


def _missing(data: OpenData, journey: Journey, citizen: Citizen) -> list[str]:
    """Return the values of the user that are missing in the file."""
    variables = Variables(citizen)
    sent = sorted({name for step in journey.steps for name in _OWN.findall(_sent(step))})
    values = {name: variables.value(name) for name in sent}
    return [
        name
        for name, value in values.items()
        if not (data.holds_file(value) if isinstance(value, bytes) else data.holds(value))
    ]


def _sent(step: Step) -> str:
    return step.model_dump_json(include={"form", "files", "json_body", "submit"})


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _administrator(
    plan: Plan, export: FullExport, folder: Path, held: Sequence[Attempt]
) -> FullExportObservation:
    expected = len(held)
    if export.command is None:
        result = _session(plan, export.steps, held[0])
        if result.outcome != "success":
            return FullExportObservation(
                expected=expected, answered=is_definite(result),
                detail=result.detail or result.outcome,
            )  # fmt: skip
        content = result.responses[-1].body
    else:
        words = command(export.command)
        try:
            content = _output(words, export, folder)
        except FaultError as error:  # a command that ran and failed has responded: no data
            there = shutil.which(words[0]) is not None
            return FullExportObservation(expected=expected, answered=there, detail=str(error))
    data = read_open(content)
    held_receipts = 0 if data is None else sum(data.holds(attempt.receipt) for attempt in held)
    return FullExportObservation(
        expected=expected, found=held_receipts, answered=True,
        format=None if data is None else data.format, bytes=len(content), sha256=_sha256(content),
    )  # fmt: skip


def _output(words: list[str], export: FullExport, folder: Path) -> bytes:
    """Return the output of the command. Raises FaultError when it fails."""
    run = str(folder.resolve())
    env = {name: value.replace("{run}", run) for name, value in export.env.items()}
    with tempfile.TemporaryFile() as output:
        log = folder / "logs" / "export.log"
        run_command(words, "export.administrator", log, export.within, env, output)
        output.seek(0)
        return output.read()


def _session(plan: Plan, steps: Steps, attempt: Attempt) -> SessionResult:
    """Return the first session with a definite response, else the last one."""
    citizen, journey = plan.citizen(attempt.arrival), plan.profile.journeys[attempt.journey]
    captured = Submission(journey, attempt.receipt, citizen, attempt.kept).captured
    run = run_of(plan)
    tries = (run(steps, captured, citizen, STEP_LIMIT) for _ in range(TRIES))
    last = next(tries)
    while not is_definite(last) and (again := next(tries, None)) is not None:
        last = again
    return last
