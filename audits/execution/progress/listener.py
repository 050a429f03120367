"""What is told while a run goes on: one calm line in a terminal, plain lines elsewhere."""

import sys
import threading
from collections import Counter
from typing import Protocol, TextIO

from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.steps import (
    BeginFault,
    EnterWindow,
    HealFault,
    PowerOff,
    PowerOn,
    SendProbe,
    Step,
)
from epreuve.audits.runs.records.bench import ServiceStopped
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.recorder import Row
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.assessment import Assessment
from epreuve.reports.text import Text

STOPPED = "stopped by itself"  # of a service without power cut


class Listener(Protocol):
    """Someone who follows a run."""

    def say(self, text: Text) -> None:
        """Hear one sentence."""
        ...

    def step(self, step: Step) -> None:
        """Hear that a step is done."""
        ...

    def seen(self, row: Row) -> None:
        """Hear of a row of evidence; called from another thread."""
        ...

    def tick(self, now: float) -> None:
        """Hear that time passes."""
        ...

    def judged(self, assessment: Assessment) -> None:
        """Hear the result, after the run."""
        ...


class Quiet:
    """Says nothing; the base of those who follow some things only."""

    def say(self, text: Text) -> None:
        """Ignore it."""

    def step(self, step: Step) -> None:
        """Ignore it."""

    def seen(self, row: Row) -> None:
        """Ignore it."""

    def tick(self, now: float) -> None:
        """Ignore it."""

    def judged(self, assessment: Assessment) -> None:
        """Ignore it."""


class Listeners:
    """Several that follow one run, each told in turn."""

    def __init__(self, *listeners: Listener) -> None:
        self._all = listeners

    def say(self, text: Text) -> None:
        """Tell each one."""
        for each in self._all:
            each.say(text)

    def step(self, step: Step) -> None:
        """Tell each one."""
        for each in self._all:
            each.step(step)

    def seen(self, row: Row) -> None:
        """Tell each one."""
        for each in self._all:
            each.seen(row)

    def tick(self, now: float) -> None:
        """Tell each one."""
        for each in self._all:
            each.tick(now)

    def judged(self, assessment: Assessment) -> None:
        """Tell each one."""
        for each in self._all:
            each.judged(assessment)


class Lines(Quiet):
    """A line for each window and power cut; in a terminal, a last line that is kept up to date."""

    def __init__(
        self, plan: Plan, *, language: str = "fr", label: str = "", out: TextIO | None = None
    ) -> None:
        self._plan, self._language = plan, language
        self._label = f"{label} · " if label else ""
        self._out = out or sys.stderr
        self._live = self._out.isatty() and not label
        self._lock = threading.Lock()
        self._done: Counter[str] = Counter()
        self._suffering: list[str] = []
        self._window = ""

    def say(self, text: Text) -> None:
        """Print a sentence on a line of its own."""
        self._print(text.fr if self._language == "fr" else text.en)

    def _print(self, text: str) -> None:
        with self._lock:
            clear = "\r\033[K" if self._live else ""
            print(f"{clear}{self._label}{text}", file=self._out, flush=True)

    def step(self, step: Step) -> None:
        """Print what begins; keep in mind what is in force."""
        french = self._language == "fr"
        match step:
            case EnterWindow(at=at, window=window):
                title = window.title.fr if french else window.title.en
                self._window = title
                phase = self._plan.phase_at(at) or ""
                name = _PHASES[self._language][phase]
                self._print(f"{_clock(at)} {name:<8} {title}{self._tally()}")
            case PowerOff(at=at):
                self._print(f"{_clock(at)} " + ("courant coupé" if french else "power cut"))
            case PowerOn(at=at):
                self._print(f"{_clock(at)} " + ("courant rétabli" if french else "power back"))
            case BeginFault(span=span):
                self._suffering.append(span.subject)
            case HealFault(span=span):
                if span.subject in self._suffering:
                    self._suffering.remove(span.subject)
            case SendProbe():
                pass

    def seen(self, row: Row) -> None:
        """Count journeys by outcome."""
        if isinstance(row, Attempt) and row.outcome != "no link":
            self._done["success" if row.outcome == "success" else "failure"] += 1
        elif isinstance(row, Observation) and isinstance(row.record, ServiceStopped):
            self._print(f"{_clock(row.time)} {STOPPED}")

    def tick(self, now: float) -> None:
        """Keep the last line up to date."""
        if not self._live:
            return
        left = max(self._plan.duration - now, 0.0)
        rate = self._plan.expected_arrivals(now, now + 1)
        faults = ", ".join(dict.fromkeys(self._suffering))[:40]
        line = f"{_clock(now)} {self._window} · −{_clock(left)} · {rate:.0f}/s{self._tally()}" + (
            f" · ✂ {faults}" if faults else ""
        )
        with self._lock:
            print(f"\r\033[K{line[:110]}", end="", file=self._out, flush=True)

    def _tally(self) -> str:
        if not self._done:
            return ""
        words = ("réussies", "échouées") if self._language == "fr" else ("succeeded", "failed")
        return f" · {self._done['success']} {words[0]}, {self._done['failure']} {words[1]}"


_PHASES: dict[str, dict[str, str]] = {
    "fr": {"before": "avant", "during": "pendant", "after": "après", "": ""},
    "en": {"before": "before", "during": "during", "after": "after", "": ""},
}


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60:d}:{int(seconds) % 60:02d}"


def listener(plan: Plan, language: str, *, quiet: bool = False, label: str = "") -> Listener:
    """Who speaks to people while a run goes on."""
    return Quiet() if quiet else Lines(plan, language=language, label=label)
