"""Progress of a run for other programs: one JSON object per line, see docs/events.md."""

import json
import sys
import threading
from collections import Counter
from typing import TextIO

from epreuve.audits.execution.progress.listener import Listener
from epreuve.audits.planning.plan import Plan, Span
from epreuve.audits.planning.steps import (
    BeginFault,
    EnterWindow,
    HealFault,
    Pause,
    PowerOff,
    PowerOn,
    SendProbe,
    Step,
)
from epreuve.audits.runs.records.bench import ServiceStopped
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.row import Row
from epreuve.reports.assessment import Assessment
from epreuve.reports.text import Text

TALLY_EVERY = 1.0  # seconds of the run
STOPPED = "stopped by itself"  # of a service without power cut


class EventLines(Listener):
    """Writer of events. ASCII only, so that no text of a service can control a terminal."""

    def __init__(self, plan: Plan, out: TextIO | None = None) -> None:
        self._plan, self._out = plan, out or sys.stderr
        self._lock = threading.Lock()
        self._journeys: Counter[str] = Counter()
        self._requests: Counter[str] = Counter()
        self._next_tally = 0.0

    def message(self, text: Text) -> None:
        """Write a sentence, in both languages."""
        self._write("message", text=text.model_dump())

    def planned(self, plan: Plan) -> None:
        """Write the length of the final plan, in seconds: without pauses, and with all of them."""
        self._plan = plan
        self._write("planned", duration=plan.duration, longest=round(plan.longest, 3))

    def step(self, step: Step) -> None:
        """Write the start of a window, a fault, a power cut or a probe."""
        match step:
            case EnterWindow(at=at, window=window):
                self._write(
                    "window", at=at, kind=window.kind, name=window.name, end=window.end,
                    phase=self._plan.phase_at(at), title=window.title.model_dump(),
                )  # fmt: skip
            case Pause(at=at, barrier=barrier):
                self._write("pause", at=at, barrier=barrier.kind, window=barrier.window)
            case BeginFault(at=at, span=span):
                self._write("fault", at=at, state="begun", **_fault(span))
            case HealFault(at=at, span=span):
                self._write("fault", at=at, state="healed", **_fault(span))
            case PowerOff(at=at, cut=cut):
                self._write("power", at=at, state="off", pattern=cut.pattern)
            case PowerOn(at=at, cut=cut):
                self._write("power", at=at, state="on", pattern=cut.pattern)
            case SendProbe(at=at, probe=probe):
                self._write("probe", at=at, probe=probe.name)

    def row(self, row: Row) -> None:
        """Count journeys and requests by outcome; write that the service stopped by itself."""
        if isinstance(row, Attempt):
            with self._lock:
                self._journeys[row.outcome] += 1
        elif isinstance(row, Request):
            with self._lock:
                self._requests[row.outcome] += 1
        elif isinstance(row.record, ServiceStopped):
            self._write("service", at=row.time, what=STOPPED)

    def tick(self, now: float) -> None:
        """Write the counts, every second."""
        if now >= self._next_tally:
            self._next_tally = now + TALLY_EVERY
            self._tally(now)

    def assessed(self, assessment: Assessment) -> None:
        """Write the last counts and the result."""
        self._tally(assessment.run.duration)
        result = assessment.result
        self._write(
            "assessed", run=assessment.run.id, letter=result.letter, score=result.score,
            floor=result.floor, ceiling=result.ceiling, coverage=result.coverage,
            knockouts=[knockout.id for knockout in result.knockouts],
        )  # fmt: skip

    def _tally(self, now: float) -> None:
        expected = self._plan.expected_arrivals(0.0, now)
        with self._lock:
            journeys, requests = dict(self._journeys), dict(self._requests)
        at = round(now, 3)
        self._write(
            "tally", at=at, planned=round(expected, 1), journeys=journeys, requests=requests
        )

    def _write(self, event: str, **fields: object) -> None:
        line = json.dumps({"event": event, **fields}, ensure_ascii=True, allow_nan=False)
        with self._lock:
            print(line, file=self._out, flush=True)


def _fault(span: Span) -> dict[str, object]:
    return {"subject": span.subject, "kind": span.fault.kind, "network": span.network}
