"""Run of a rehearsal: the service is started, each journey is played once, receipts are read."""

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field

from epreuve.audits import VERSION
from epreuve.audits.execution.bench_failure import engine_failure
from epreuve.audits.execution.calm_journey import CalmJourney
from epreuve.audits.execution.start_calls import bypassed_dependencies
from epreuve.audits.execution.start_times import REHEARSAL
from epreuve.audits.execution.started_service import StartedService
from epreuve.audits.execution.unready import Unready
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import COMFORT_SETS, STAFF_SETS
from epreuve.audits.profile.programs import starts_programs
from epreuve.audits.rehearsal import findings, page_findings
from epreuve.audits.rehearsal.contacts import Contacts
from epreuve.audits.rehearsal.dependency_findings import of_dependencies
from epreuve.audits.rehearsal.finding import ProfileFinding
from epreuve.audits.rehearsal.information import load_information
from epreuve.audits.rehearsal.part_records import RehearsedDependency
from epreuve.audits.rehearsal.power import cut_power
from epreuve.audits.rehearsal.probes import RehearsalProbes
from epreuve.audits.rehearsal.receipts import read_again, read_processed, record_receipt
from epreuve.audits.rehearsal.record import Rehearsal
from epreuve.audits.rehearsal.stage import Stage
from epreuve.audits.rehearsal.translation import translate
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.faults.errors import FaultError
from epreuve.faults.toxiproxy.server_choice import ServerChoice
from epreuve.probes.pages.receipt_records import ReceiptControl
from epreuve.reports.text import Text

BACKGROUND = 2.0  # seconds for calls that the service makes after its response
EVERY = 0.1  # seconds between two readings of the counters


@dataclass
class _Parts:
    """Parts of the record, and the findings so far."""

    record: Rehearsal
    findings: list[ProfileFinding] = field(default_factory=list)

    def add(self, **parts: object) -> None:
        self.record = self.record.model_copy(update=parts)


def rehearse(
    plan: Plan, profile: str, folder: RunFolder, toxiproxy: ServerChoice, *, power: bool,
    temporary: bool, message: Callable[[Text], None],
) -> Rehearsal:  # fmt: skip
    """Rehearse a plan and return the record. All that was started is ended.

    `power` adds one power cut. A `temporary` folder is deleted if this process is killed. Raises
    Misuse, or HarnessFailed where the engine fails.
    """
    start = time.monotonic()
    service = plan.profile.service
    parts = _Parts(
        Rehearsal(
            epreuve=VERSION, profile=profile, service=service.name, address=service.address,
            works=False, seconds=0.0, logs=None if temporary else str(folder.logs),
            has_logs=starts_programs(plan.profile),
        )
    )  # fmt: skip
    if starts_programs(plan.profile):
        message(translate("starting the service…"))
    try:
        service_run = StartedService(plan, folder, toxiproxy, times=REHEARSAL, temporary=temporary)
        with service_run as started:
            _Rehearsal(plan, started, folder, parts, message).run(power=power)
            if started.heartbeat.failure is not None:
                raise started.heartbeat.failure
    except Unready as error:
        parts.findings.append(findings.not_ready(error))
    except FaultError as error:
        raise engine_failure(error) from None
    found = tuple(parts.findings)
    if temporary:  # what a finding names there is deleted
        found = tuple(one.without_folder(folder.logs) for one in found)
    return parts.record.model_copy(
        update={
            "findings": found,
            "works": all(one.severity != "problem" for one in found),
            "seconds": round(time.monotonic() - start, 2),
        }
    )


class _Rehearsal:
    def __init__(
        self, plan: Plan, started: StartedService, folder: RunFolder, parts: _Parts,
        message: Callable[[Text], None],
    ) -> None:  # fmt: skip
        self._plan, self._started, self._folder = plan, started, folder
        self._parts, self._message = parts, message

    def run(self, *, power: bool) -> None:
        """Play all parts in order. Raises FaultError."""
        engine = self._started.engine
        self._parts.add(engine=f"{engine.name} {engine.version}".strip())
        with closing(Contacts(self._plan.profile, engine)) as contacts:
            contacts.take("start")
            stage = Stage(self._plan, self._started, contacts)
            with self._started.processes.calls_watched():
                self._play(stage, power=power)
                self._await_background(stage)
            self._record_dependencies(stage)

    def _play(self, stage: Stage, *, power: bool) -> None:
        self._message(translate("playing each journey once…"))
        sent = stage.calibrator.clean_journeys(all_of_them=True)
        self._parts.add(journeys=stage.journeys())
        self._parts.findings += findings.of_journeys(self._plan.profile, sent)
        self._message(translate("reading the receipts, and others that were never given…"))
        controls = stage.calibrator.receipt_controls(sent, stage.reader.begin)
        mistakes = stage.calibrator.mistakes(sent, controls)
        processed = {
            one.name: read_processed(stage, one)
            for one in sent
            if one.name in controls and controls[one.name].positive
        }
        self._record_receipts(stage, sent, controls, processed)
        self._parts.findings += findings.of_receipts(
            self._plan.profile, controls, mistakes, processed
        )
        self._parts.findings += findings.of_losses(
            self._plan.profile, controls, self._parts.record.receipts
        )
        self._message(translate("loading pages, exports and the status page…"))
        self._load(stage, [one for one in sent if one.name in processed])
        if power:
            self._message(translate("cutting the power, and starting the service again…"))
            self._cut(stage, [one for one in sent if one.name in processed])

    def _record_receipts(
        self, stage: Stage, sent: list[CalmJourney], controls: Mapping[str, ReceiptControl],
        processed: Mapping[str, bool | None],
    ) -> None:  # fmt: skip
        named = self._plan.profile.journeys
        records = (
            record_receipt(stage, one, controls.get(one.name), processed.get(one.name))
            for one in sent
            if one.receipt(named[one.name])
        )
        self._parts.add(receipts=tuple(records))

    def _load(self, stage: Stage, held: list[CalmJourney]) -> None:
        profile, probes = self._plan.profile, RehearsalProbes(self._plan, self._started)
        information, found = load_information(stage)
        self._parts.add(information=information)
        self._parts.findings += found
        channel = tuple(probes.human_channel())
        stage.contacts.take("pages")
        attempts = [one.attempt(profile.journeys[one.name]) for one in held]
        exports = tuple(probes.exports(self._folder.path, attempts))
        stage.contacts.take("exports")
        status_page = tuple(probes.status_page(while_off=False))
        self._parts.add(human_channel=channel, exports=exports, status_page=status_page)
        self._parts.findings += [
            *page_findings.of_channel(profile, channel),
            *page_findings.of_exports(profile, exports, tried=bool(held)),
            *page_findings.of_status_page(status_page),
        ]

    def _cut(self, stage: Stage, held: list[CalmJourney]) -> None:
        """Cut the power, load the status page, start again and read each receipt once more."""
        probes = RehearsalProbes(self._plan, self._started)
        cut, status_page, problems = cut_power(self._plan.profile, self._started, probes)
        stage.contacts.take("restart")
        self._parts.findings += problems
        record = self._parts.record
        self._parts.add(cut=cut, status_page=(*record.status_page, *status_page))
        self._parts.findings += page_findings.of_status_page(status_page)
        kept: dict[str, bool] = {}
        if cut.boot is not None:  # a service that is ready may load its data for as long again
            kept = {one.name: read_again(stage, one, cut.boot) for one in held}
        receipts = (
            one.model_copy(update={"kept": kept.get(one.journey)}) for one in record.receipts
        )
        self._parts.add(receipts=tuple(receipts))
        self._parts.findings += findings.of_cut(cut, kept)

    def _await_background(self, stage: Stage) -> None:
        """Wait for a dependency that nothing has called yet: a queue may call it later."""
        end = time.monotonic() + BACKGROUND
        dependencies = self._plan.profile.dependencies.items()
        names = [name for name, one in dependencies if one.set not in COMFORT_SETS | STAFF_SETS]
        while any(not stage.contacts.parts(name) for name in names) and time.monotonic() < end:
            time.sleep(EVERY)
            stage.contacts.take("background")

    def _record_dependencies(self, stage: Stage) -> None:
        profile, called = self._plan.profile, self._started.processes.called or ()
        bypassed = bypassed_dependencies(called, profile)
        records = tuple(
            RehearsedDependency(
                dependency=name, listen=dependency.listen, upstream=dependency.upstream,
                counted=stage.contacts.counted, received_in=stage.contacts.parts(name),
                bypassed=name in bypassed,
            )
            for name, dependency in profile.dependencies.items()
        )  # fmt: skip
        self._parts.add(dependencies=records)
        self._parts.findings += of_dependencies(profile, records)
