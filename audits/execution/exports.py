"""Takes data away as a citizen and as the administration would, once everything else was seen.

What is taken is read, counted, fingerprinted and forgotten: a run's folder keeps nobody's file.
"""

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from epreuve.audits.execution.clock import MonotonicClock
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.export import FullExport
from epreuve.audits.profile.model import command
from epreuve.faults.errors import FaultError
from epreuve.faults.processes.commands import run_command
from epreuve.probes.evidence.records import Attempt, Observation
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.journey import Journey, Step, Steps
from epreuve.probes.journeys.session import SessionResult, run_session
from epreuve.probes.journeys.template import Variables
from epreuve.probes.pages.open_format import OpenData, read_open
from epreuve.probes.pages.receipt import TRIES, is_definite

CITIZENS = 3  # of each critical journey, who take their own file away [A]
STEP_LIMIT = 30.0  # seconds
# What is kept as it was typed; dates and telephone numbers may be written in another way.
_OWN = re.compile(r"\{(citizen\.(?:name|email|street|postcode|city|file))\}")


def take_exports(
    plan: Plan, clock: MonotonicClock, folder: Path, held: Sequence[Attempt]
) -> Iterator[Observation]:
    """One observation a citizen's export, one for the administration's, one for the format's page.

    `held`: the attempts whose receipts the service still knew when they were read again.
    """
    export = plan.profile.export
    if export is None or not held:
        return
    if export.documentation is not None:
        seen = _walked(plan, (Step(get=export.documentation),), held[0])
        value: dict[str, object] = {"found": seen.outcome == "success", "detail": seen.detail}
        yield Observation(clock.now(), "export", "documentation", value)
    if export.citizen != "none":
        for each in _some(plan, held):
            value = _citizen(plan, export.citizen, each)
            yield Observation(clock.now(), "export", "citizen", value)
    if export.administrator != "none":
        value = _administrator(plan, export.administrator, folder, held)
        yield Observation(clock.now(), "export", "administrator", value)


def _some(plan: Plan, held: Sequence[Attempt]) -> Iterator[Attempt]:
    """The first, the last and the one in the middle of each critical journey."""
    for name in plan.profile.critical():
        own = [each for each in held if each.journey == name]
        places = sorted({0, len(own) // 2, len(own) - 1}) if own else []
        yield from (own[place] for place in places[:CITIZENS])


def _citizen(plan: Plan, steps: Steps, attempt: Attempt) -> dict[str, object]:
    seen = _walked(plan, steps, attempt)
    who = {"arrival": attempt.arrival, "journey": attempt.journey}
    if seen.outcome != "success":
        return {**who, "read": is_definite(seen), "detail": seen.detail or seen.outcome}
    content = seen.responses[-1].body
    data = read_open(content)
    citizen = Citizen(plan.seed, attempt.arrival)
    missing = (
        [] if data is None else _missing(data, plan.profile.journeys[attempt.journey], citizen)
    )
    if data is not None and not data.holds(attempt.receipt):
        missing.insert(0, "receipt")
    return {**who, "read": True, **_printed(content, data), "missing": missing}


def _missing(data: OpenData, journey: Journey, citizen: Citizen) -> list[str]:
    """What the citizen had sent that is not there."""
    known = Variables(citizen)
    sent = sorted({name for step in journey.steps for name in _OWN.findall(_sent(step))})
    values = {name: known.value(name) for name in sent}
    return [
        name
        for name, value in values.items()
        if not (data.holds_file(value) if isinstance(value, bytes) else data.holds(value))
    ]


def _sent(step: Step) -> str:
    return json.dumps([step.form, step.files, step.json_body])


def _printed(content: bytes, data: OpenData | None) -> dict[str, object]:
    return {
        "format": None if data is None else data.format,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def _administrator(
    plan: Plan, export: FullExport, folder: Path, held: Sequence[Attempt]
) -> dict[str, object]:
    asked = {"held": 0, "of": len(held)}
    if export.command is None:
        seen = _walked(plan, export.steps, held[0])
        if seen.outcome != "success":
            return {**asked, "read": is_definite(seen), "detail": seen.detail or seen.outcome}
        content = seen.responses[-1].body
    else:
        words = command(export.command)
        try:
            content = _output(words, export, folder)
        except FaultError as error:  # one that ran and failed has answered: nothing is exported
            return {**asked, "read": shutil.which(words[0]) is not None, "detail": str(error)}
    data = read_open(content)
    there = 0 if data is None else sum(data.holds(each.receipt) for each in held)
    return {**asked, "read": True, **_printed(content, data), "held": there}


def _output(words: list[str], export: FullExport, folder: Path) -> bytes:
    """What the command writes. Raises FaultError when it fails."""
    run = str(folder.resolve())
    env = {name: value.replace("{run}", run) for name, value in export.env.items()}
    with tempfile.TemporaryFile() as output:
        log = folder / "logs" / "export.log"
        run_command(words, "export.administrator", log, export.within, env, output)
        output.seek(0)
        return output.read()


def _walked(plan: Plan, steps: Steps, attempt: Attempt) -> SessionResult:
    """The first walk that the service answered for good, else the last one."""
    profile = plan.profile
    name = profile.journeys[attempt.journey].acknowledged_by or "receipt"
    known = {"receipt": attempt.receipt, name: attempt.receipt}
    address, authority = profile.service.address, profile.service.authority
    tries = (
        run_session(
            steps, known, Citizen(plan.seed, attempt.arrival), address, authority, STEP_LIMIT
        )
        for _ in range(TRIES)
    )
    last = next(tries)
    while not is_definite(last) and (again := next(tries, None)) is not None:
        last = again
    return last
