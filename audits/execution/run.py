"""A run: plays the plan on the bench, keeps all that was seen, audits the receipts."""

import contextlib

from epreuve.audits.execution.clock import MonotonicClock
from epreuve.audits.execution.exports import take_exports
from epreuve.audits.execution.interpreter import Interpreter
from epreuve.audits.execution.progress.listener import Listener
from epreuve.audits.execution.run_end import ending
from epreuve.audits.execution.storage_drill import play_drill
from epreuve.audits.execution.test_bench import Bench
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.authorisation import Consent
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.faults.toxiproxy.server_choice import ANY_SERVER, ServerChoice
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.load.topology import SINGLE_PROCESS, LoadTopology
from epreuve.probes.pages.receipt import verify_receipts
from epreuve.reports.text import Text

READING = Text(fr="relecture de tous les accusés de réception…", en="reading every receipt again…")
EXPORTS = Text(fr="export des données…", en="exporting the data…")
DRILL = Text(fr="destruction et restauration du stockage…", en="storage destroyed, then restored…")
DRAIN = 5.0  # seconds for the load to hand over its last rows


def play(
    plan: Plan, folder: RunFolder, listener: Listener, toxiproxy: ServerChoice = ANY_SERVER,
    topology: LoadTopology = SINGLE_PROCESS, consent: Consent | None = None,
) -> None:  # fmt: skip
    """Play a plan into a folder.

    Raises NotMeasurable when nothing can be concluded; whatever happens, what was seen is kept,
    nothing stays faulty and `run.json` says how it ended.
    """
    try:
        with (
            ending(folder),
            Bench(plan, folder, toxiproxy, listener.seen, topology, consent) as bench,
        ):
            folder.note(engine=f"{bench.engine.name} {bench.engine.version}".strip())
            folder.note(cannot=bench.engine.limits)
            _play(plan, bench, folder, listener)
            folder.note(played=round(min(bench.clock.now(), plan.duration), 3))
    finally:
        with contextlib.suppress(OSError):  # a full disk was already told
            folder.seal()


class _Ticking:
    """The bench's clock, whose listener hears that time passes."""

    def __init__(self, clock: MonotonicClock, listener: Listener) -> None:
        self._clock, self._listener = clock, listener
        self.now = clock.now

    def sleep_until(self, time: float) -> None:
        self._listener.tick(self._clock.now())
        self._clock.sleep_until(time)


def _play(plan: Plan, bench: Bench, folder: RunFolder, listener: Listener) -> None:
    clock = _Ticking(bench.clock, listener)
    record = bench.recorder.record
    Interpreter(plan, bench, clock, lambda seen: record([seen]), listener.step).play()
    bench.load.wait(DRAIN)
    bench.load.stop()
    bench.count()
    listener.say(READING)
    bench.recorder.flush()
    evidence = Evidence(folder.evidence)
    given = [each for each in evidence.attempts() if each.receipt]
    evidence.close()
    kept: set[int] = set()
    for receipt in verify_receipts(
        given, plan.profile.journeys, plan.seed, plan.profile.service.address,
        plan.profile.service.authority, plan.receipts_within, now=bench.clock.now,
    ):  # fmt: skip
        bench.recorder.record([receipt])
        if receipt.record.found:
            kept.add(receipt.record.arrival)
    bench.check()
    if plan.profile.export is not None:
        listener.say(EXPORTS)
        held = [each for each in given if each.arrival in kept]
        for seen in take_exports(plan, bench.clock, folder.path, held):
            bench.recorder.record([seen])
    if plan.drill:
        listener.say(DRILL)
        for seen in play_drill(plan, bench, folder.logs, given):
            bench.recorder.record([seen])
