"""A finished run: its plan, evidence and assessment, read without the code that judges."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from epreuve.probes.journeys.citizen import Citizen

NEVER_SENT = frozenset({"no link", "dropped", "error"})


@dataclass(frozen=True)
class Journey:
    """One user's journey, with times in seconds since the start of the run."""

    arrival: int
    journey: str
    cohort: str
    intended: float
    ended: float
    outcome: str
    receipt: str


@dataclass(frozen=True)
class ReceiptReading:
    """How the audit read one receipt again; `state` is its verdict."""

    arrival: int
    state: str  # stored, lost, altered or unread
    unique: bool | None


@dataclass(frozen=True)
class Cut:
    """One power cut, from its completion; successive cuts of one pattern are a series."""

    off: float
    on: float
    pattern: str = ""


@dataclass(frozen=True)
class RunFiles:
    """Files of one run."""

    path: Path

    @cached_property
    def plan(self) -> dict[str, Any]:
        """The plan."""
        return dict(json.loads((self.path / "plan.json").read_text()))

    @cached_property
    def assessment(self) -> dict[str, Any] | None:
        """The assessment, None when the run gave none."""
        file = self.path / "assessment.json"
        return dict(json.loads(file.read_text())) if file.is_file() else None

    def why_stopped(self) -> str:
        """Return why the run stopped early, "" when it did not or never began."""
        file = self.path / "run.json"
        record = json.loads(file.read_text()) if file.is_file() else {}
        return str(record.get("interrupted") or "")

    @cached_property
    def bench(self) -> dict[str, Any] | None:
        """What the bench noted beside the audit; None for a run of `epreuve audit` alone."""
        file = self.path / "field.json"
        return dict(json.loads(file.read_text())) if file.is_file() else None

    def citizen(self, arrival: int) -> Citizen:
        """Return the user of an arrival, with the contents of this run."""
        return Citizen(self.plan["seed"], arrival, self.plan["nonce"])

    @cached_property
    def critical(self) -> list[Journey]:
        """All critical journeys that were sent, in order of time."""
        names = {name for name, one in self.plan["profile"]["journeys"].items() if one["critical"]}
        rows = self._rows(
            "SELECT arrival, journey, cohort, intended, ended, outcome, receipt FROM attempt"
            " ORDER BY intended"
        )
        journeys = [Journey(*row) for row in rows]
        return [j for j in journeys if j.journey in names and j.outcome not in NEVER_SENT]

    @cached_property
    def first_answers(self) -> list[tuple[int, float]]:
        """Arrival and end of each user's first request that succeeded."""
        return self._rows(
            "SELECT arrival, min(ended) FROM request WHERE outcome = 'success' GROUP BY arrival"
        )

    @cached_property
    def readings(self) -> list[ReceiptReading]:
        """All receipts that the audit read again, the last reading of each."""
        last = {}
        for record in self._records("receipt"):
            last[record["arrival"]] = ReceiptReading(
                record["arrival"], record["state"], record["unique"]
            )
        return list(last.values())

    @cached_property
    def cuts(self) -> list[Cut]:
        """Power cuts in order of time; one without end lasts until the end of the run."""
        events = self._rows(
            "SELECT time + iif(kind = 'power off', json_extract(record, '$.duration'), 0), kind,"
            " subject FROM observation WHERE kind IN ('power off', 'power on')"
            " ORDER BY time"
        )
        return pair_cuts(events, float(self.plan["duration"]))

    @cached_property
    def surge(self) -> tuple[float, float] | None:
        """Begin and end of the arrivals of the surge: high load, no fault, no power cut."""
        windows = {window["name"]: window for window in self.plan["windows"]}
        for stage in self.plan["crisis"]["stages"]:
            clean = not stage["faults"] and stage["power"] == "P0" and not stage["cuts"]
            if stage["phase"] == "during" and clean and stage["load"]["peak"] > 1:
                window = windows[stage["id"]]
                return self._played(window["start"]), self._played(window["closes"])
        return None

    def _played(self, time: float) -> float:
        """Return a time of the plan on the clock of the run, moved by the pauses before it."""
        pauses = self._records("pause")
        return time + sum(float(one["lasted"]) for one in pauses if one["planned"] <= time)

    def _records(self, kind: str) -> list[dict[str, Any]]:
        rows = self._rows("SELECT record FROM observation WHERE kind = ? ORDER BY time", kind)
        return [json.loads(record) for (record,) in rows]

    def _rows(self, query: str, *values: object) -> list[Any]:
        connection = sqlite3.connect(f"file:{self.path / 'evidence.db'}?mode=ro", uri=True)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()


def pair_cuts(events: Iterable[tuple[float, str, str]], end: float) -> list[Cut]:
    """Return the cuts from alternate `power off` and `power on` events with their patterns."""
    cuts, off = [], None
    pattern = ""
    for time, kind, pattern in events:
        if kind == "power off":
            off = time
        elif off is not None:
            cuts.append(Cut(off, time, pattern))
            off = None
    return cuts if off is None else [*cuts, Cut(off, end, pattern)]


def last_of_series(cuts: list[Cut]) -> list[tuple[Cut, float]]:
    """Return the last cut of each series, with the time at which its power lasted."""
    ends = [(following.off, following.pattern) for following in cuts[1:]]
    pairs = zip(cuts, [*ends, (float("inf"), "")], strict=True)
    return [(cut, end) for cut, (end, pattern) in pairs if cut.pattern != pattern]
