"""A run: plays the plan on the bench, keeps all that was seen, audits the receipts."""

from epreuve.audits.bench import Bench
from epreuve.audits.clock import MonotonicClock
from epreuve.audits.errors import EpreuveError, NotMeasurable
from epreuve.audits.interpreter import Interpreter
from epreuve.audits.plan import Plan
from epreuve.audits.progress import Listener
from epreuve.audits.run_folder import RunFolder
from epreuve.faults.errors import FaultError
from epreuve.probes.receipt import audit_receipts
from epreuve.probes.store import Evidence, EvidenceError

DRAIN = 5.0  # seconds for the load to hand over its last rows


def play(plan: Plan, folder: RunFolder, listener: Listener, toxiproxy: str | None = None) -> None:
    """Play a plan into a folder.

    Raises NotMeasurable when nothing can be concluded; whatever happens, what was seen is kept,
    nothing stays faulty and `run.json` says how it ended.
    """
    try:
        with Bench(plan, folder, toxiproxy, listener.seen) as bench:
            folder.note(engine=f"{bench.engine.name} {bench.engine.version}".strip())
            folder.note(cannot=bench.engine.cannot)
            _play(plan, bench, folder, listener)
            folder.note(played=round(min(bench.clock.now(), plan.duration), 3))
    except KeyboardInterrupt:
        folder.note(interrupted="stopped by the user")
        raise NotMeasurable(
            f"stopped by the user; what was seen is kept in {folder.path}"
        ) from None
    except (FaultError, EvidenceError, OSError) as error:
        folder.note(interrupted=str(error))
        raise NotMeasurable(f"{error}; what was seen is kept in {folder.path}") from error
    except EpreuveError as error:
        folder.note(interrupted=str(error))
        raise


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
    listener.say("relecture de tous les accusés de réception…")
    bench.recorder.flush()
    evidence = Evidence(folder.evidence)
    given = [each for each in evidence.attempts() if each.receipt]
    evidence.close()
    for seen in audit_receipts(
        given, plan.profile.journeys, plan.seed, plan.profile.service.address,
        plan.profile.service.authority, plan.receipts_within, now=bench.clock.now,
    ):  # fmt: skip
        bench.recorder.record([seen])
    bench.check()
