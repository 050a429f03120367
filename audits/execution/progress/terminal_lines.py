"""Progress of a run as lines of text, with a live last line in a terminal."""

import sys
import threading
from collections import Counter
from typing import TextIO

from epreuve.audits.execution.progress.listener import Listener
from epreuve.audits.execution.translation import translate
from epreuve.audits.planning.limit_text import limit_texts
from epreuve.audits.planning.plan import Plan
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
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.evidence.row import Row
from epreuve.reports.formatting import clock
from epreuve.reports.language import Language
from epreuve.reports.phases import phase_names
from epreuve.reports.text import Text

WIDTH = 110  # columns of the live line, at most


class TerminalLines(Listener):
    """One line per window and power cut; in a terminal, also a live last line."""

    def __init__(
        self, plan: Plan, *, language: Language = "fr", label: str = "", out: TextIO | None = None
    ) -> None:
        self._plan = plan
        self._language: Language = language
        self._label = f"{label} · " if label else ""
        self._out = out or sys.stderr
        self._live = self._out.isatty() and not label
        self._lock = threading.Lock()
        self._journeys: Counter[str] = Counter()
        self._active: list[str] = []  # subjects of the faults in force
        self._window = ""

    def message(self, text: Text) -> None:
        """Print a sentence on a line of its own."""
        self._print(text.of(self._language))

    def planned(self, plan: Plan) -> None:
        """Print how long the run takes, at least."""
        self._plan = plan
        text = translate(
            "the crisis takes {time} if journeys end as in calm, at most {most} if they hang",
            time=clock(plan.shortest),
            most=clock(plan.longest),
        )
        self._print(text.of(self._language))
        for text in limit_texts(plan):
            self._print(text.of(self._language))

    def step(self, step: Step) -> None:
        """Print a window or a power cut; keep the faults in force for the live line."""
        match step:
            case EnterWindow(at=at, window=window):
                self._window = window.title.of(self._language)
                phase = self._phase(at)
                self._print(f"{clock(at)} {phase:<8} {self._window}{self._counts()}")
            case PowerOff(at=at):
                self._print(f"{clock(at)} {translate('power cut').of(self._language)}")
            case PowerOn(at=at):
                self._print(f"{clock(at)} {translate('power back').of(self._language)}")
            case BeginFault(span=span):
                self._active.append(span.subject)
            case HealFault(span=span):
                if span.subject in self._active:
                    self._active.remove(span.subject)
            case SendProbe() | Pause():
                pass

    def row(self, row: Row) -> None:
        """Count journeys by outcome; print that the service stopped by itself."""
        if isinstance(row, Attempt) and row.outcome != "no link":
            self._journeys["success" if row.outcome == "success" else "failure"] += 1
        elif isinstance(row, Observation) and isinstance(row.record, ServiceStopped):
            text = translate("the service stopped by itself").of(self._language)
            self._print(f"{clock(row.time)} {text}")

    def tick(self, now: float) -> None:
        """Update the live line."""
        if not self._live:
            return
        left = max(self._plan.duration - now, 0.0)
        rate = self._plan.expected_arrivals(now, now + 1)
        faults = ", ".join(dict.fromkeys(self._active))[:40]
        line = f"{clock(now)} {self._window} · −{clock(left)} · {rate:.0f}/s{self._counts()}"
        if faults:
            line += f" · ✂ {faults}"
        with self._lock:
            print(f"\r\033[K{line[:WIDTH]}", end="", file=self._out, flush=True)

    def _phase(self, time: float) -> str:
        phase = self._plan.phase_at(time)
        return "" if phase is None else phase_names()[phase].of(self._language)

    def _counts(self) -> str:
        if not self._journeys:
            return ""
        succeeded, failed = self._journeys["success"], self._journeys["failure"]
        counts = (
            translate.plural("{n} succeeded", "{n} succeeded", succeeded),
            translate.plural("{n} failed", "{n} failed", failed),
        )
        return " · " + ", ".join(count.of(self._language) for count in counts)

    def _print(self, text: str) -> None:
        with self._lock:
            clear = "\r\033[K" if self._live else ""
            print(f"{clear}{self._label}{text}", file=self._out, flush=True)
