"""A run: executes the plan on the test bed, keeps the evidence, and verifies the receipts."""

import contextlib
from collections.abc import Sequence

from epreuve.audits.execution.calm_check import check_calm_minutes, ends_calm
from epreuve.audits.execution.doubt_messages import doubt_messages
from epreuve.audits.execution.exports import take_exports
from epreuve.audits.execution.further_cut import is_possible, read_after_cut
from epreuve.audits.execution.given_receipts import GivenReceipts, given_receipts
from epreuve.audits.execution.interpreter import Interpreter
from epreuve.audits.execution.preparation import calibrated
from epreuve.audits.execution.progress.listener import Listener
from epreuve.audits.execution.receipt_reading import (
    await_service,
    controls_of,
    read_receipts,
    stored,
)
from epreuve.audits.execution.run_end import ending
from epreuve.audits.execution.storage_drill import play_drill
from epreuve.audits.execution.test_bed import TestBed
from epreuve.audits.execution.translation import translate
from epreuve.audits.messages.texts import message_text
from epreuve.audits.planning.barrier import planned
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.steps import Step
from epreuve.audits.profile.authorisation import Consent
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.faults.toxiproxy.server_choice import ANY_SERVER, ServerChoice
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.row import Row
from epreuve.probes.load.topology import SINGLE_PROCESS, LoadTopology

DRAIN = 5.0  # seconds for the load to send its last rows


def play(
    plan: Plan, folder: RunFolder, listener: Listener, toxiproxy: ServerChoice = ANY_SERVER,
    topology: LoadTopology = SINGLE_PROCESS, consent: Consent | None = None,
) -> None:  # fmt: skip
    """Run a plan and record it in a folder.

    In all cases the evidence so far is kept, all faults are healed and `run.json` has the reason of
    an early end. Raises NotMeasurable when the run cannot go on.
    """
    try:
        folder.write_plan(plan)
        with (
            ending(folder),
            TestBed(plan, folder, toxiproxy, listener.row, topology, consent) as bed,
        ):
            folder.note(engine=f"{bed.engine.name} {bed.engine.version}".strip())
            limits = [message_text(limit) for limit in bed.engine.limits]
            folder.note(cannot=[(limit.fr, limit.en) for limit in limits])
            listener.message(translate("measuring the service in calm…"))
            calibration, controls = bed.calibrate()
            bed.recorder.record(
                [Observation(0.0, name, control) for name, control in controls.items()]
            )
            for sentence in doubt_messages(controls):
                listener.message(sentence)
            plan = calibrated(plan, calibration)
            folder.write_plan(plan)
            listener.planned(plan)
            bed.start(plan)
            _play(plan, bed, folder, listener)
            folder.note(played=round(bed.clock.now(), 3))
    finally:
        with contextlib.suppress(OSError):  # a full disk was reported before
            folder.seal()


class _TickingClock:
    """Clock that sends the time of the plan to the listener while it waits."""

    def __init__(self, plan: Plan, bed: TestBed, listener: Listener) -> None:
        self._plan, self._bed, self._listener = plan, bed, listener
        self.now = bed.clock.now

    def sleep_until(self, time: float) -> None:
        self._listener.tick(planned(self.now(), self._bed.stops, self._plan.barriers))
        self._bed.clock.sleep_until(time)


def _play(plan: Plan, bed: TestBed, folder: RunFolder, listener: Listener) -> None:
    clock = _TickingClock(plan, bed, listener)
    record = bed.recorder.record

    def on_step(step: Step) -> None:
        listener.step(step)
        if ends_calm(step):
            bed.recorder.flush()
            check_calm_minutes(plan, folder.evidence)

    Interpreter(plan, bed, clock, lambda observation: record([observation]), on_step).play()
    bed.load.wait(DRAIN)
    bed.load.stop()
    bed.record_totals()
    listener.message(translate("verifying every receipt…"))
    bed.recorder.flush()
    evidence = Evidence(folder.evidence)
    receipts = given_receipts(plan, evidence)
    evidence.close()
    await_service(plan)
    states: list[Row] = []
    for row in read_receipts(plan, receipts, bed.clock.now):
        bed.recorder.record([row])
        states.append(row)
    bed.check()
    _after_reading(plan, bed, folder, listener, receipts, states)


def _after_reading(
    plan: Plan, bed: TestBed, folder: RunFolder, listener: Listener, receipts: GivenReceipts,
    states: Sequence[Row],
) -> None:  # fmt: skip
    """Read some receipts again after a further cut, export the data, and run the drill."""
    if is_possible(plan):
        listener.message(translate("reading some receipts again after a further power cut…"))
        controls = controls_of(receipts, states)
        for row in read_after_cut(plan, bed, receipts, controls, stored(states)):
            bed.recorder.record([row])
    if plan.profile.export is not None:
        listener.message(translate("exporting the data…"))
        arrivals = stored(states)
        verified = [attempt for attempt in receipts.attempts if attempt.arrival in arrivals]
        for observation in take_exports(plan, bed.clock, folder.path, verified):
            bed.recorder.record([observation])
    if plan.drill:
        controls = controls_of(receipts, states)
        listener.message(translate("destroying, then restoring the storage…"))
        for observation in play_drill(plan, bed, folder.logs, receipts.attempts, controls):
            bed.recorder.record([observation])
