"""A run folder, read by plain SQL and JSON: nothing of the judgements."""

import json
import math
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

NEVER_SENT = ("no link", "dropped", "error")
TIMED = ("success", "gave up", "first byte timeout", "connect timeout", "body timeout")
Z90 = 1.6448536269514722
Json = dict[str, Any]


@dataclass(frozen=True)
class Window:
    """A window on the clock of the run."""

    kind: str
    name: str
    start: float
    closes: float
    end: float


@dataclass(frozen=True)
class Counts:
    """Journeys that a window judges."""

    tried: int
    succeeded: int
    cut_off: int


def at_rank(values: Iterable[float], share: float) -> float:
    """Return the percentile by nearest rank."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)), 1) - 1]


def bounds(done: int, tried: int) -> tuple[float, float]:
    """Return the 90 % interval of Wilson."""
    share, z2 = done / tried, Z90 * Z90
    centre, scale = share + z2 / (2 * tried), 1 + z2 / tried
    half = Z90 * math.sqrt(share * (1 - share) / tried + z2 / (4 * tried * tried))
    return (centre - half) / scale, (centre + half) / scale


class Run:
    """Plan, record and evidence of a run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plan: Json = json.loads((folder / "plan.json").read_text())
        self.record: Json = json.loads((folder / "run.json").read_text())
        self._base = sqlite3.connect(f"file:{folder}/evidence.db?mode=ro", uri=True)

    def json(self, name: str) -> Json:
        """Return a JSON file of the folder; empty without it."""
        path = self.folder / name
        return json.loads(path.read_text()) if path.is_file() else {}

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self._base.execute(query, values).fetchall()

    def observations(self, kind: str) -> list[tuple[float, str, Json]]:
        """Return the time, the subject and the record of the observations of a kind."""
        found = self.rows(
            "SELECT time, subject, record FROM observation WHERE kind = ? ORDER BY rowid", kind
        )
        return [(time, subject, json.loads(record)) for time, subject, record in found]

    @cached_property
    def assessment(self) -> Json:
        """Assessment, of which only the marks and the knock-outs are used."""
        return self.json("assessment.json")

    @cached_property
    def pauses(self) -> list[tuple[float, float]]:
        """Planned time and length of each pause of the plan's clock."""
        return [(one["planned"], one["lasted"]) for _, _, one in self.observations("pause")]

    def moved(self, time: float) -> float:
        """Return the time of the run of a time of the plan."""
        return round(time + sum(lasted for at, lasted in self.pauses if at <= time), 6)

    @cached_property
    def windows(self) -> list[Window]:
        """Windows of the plan, in its order."""
        return [
            Window(
                one["kind"], one["name"],
                *(self.moved(one[key]) for key in ("start", "closes", "end")),
            )
            for one in self.plan["windows"]
        ]  # fmt: skip

    def window(self, name: str) -> Window:
        """Return the window of a name."""
        return next(one for one in self.windows if one.name == name)

    @cached_property
    def dependencies(self) -> dict[str, Json]:
        """Declared dependencies by name; none where the profile writes `none`."""
        declared = self.plan["profile"]["dependencies"]
        return declared if isinstance(declared, dict) else {}

    def title(self, dependency: str) -> str:
        """Return the English title of a dependency."""
        return (self.dependencies[dependency].get("title") or {}).get("en", dependency)

    def is_contacted(self, dependency: str) -> bool:
        """Return whether its proxy had a connection, or nothing counted its connections."""
        link = f"dependency-{dependency}"
        counts = [one["opened"][link] for _, _, one in self.observations("traffic")
                  if link in one["opened"]]  # fmt: skip
        healed = [one for _, name, one in self.observations("fault heal") if name == link]
        used = [one["server"] or one["kernel"] or {} for one in healed]
        return (
            not counts
            or any(counts)
            or any(one.get("opened") or one.get("bytes_from_clients") for one in used)
        )

    @cached_property
    def critical(self) -> list[str]:
        """Names of the critical journeys."""
        journeys: Json = self.plan["profile"]["journeys"]
        return [name for name, one in journeys.items() if one["critical"]]

    def attempts(self, window: Window, where: str = "1", *values: object) -> list[tuple[Any, ...]]:
        """Return (outcome, ended, intended, arrival) of the journeys sent in a window."""
        marks = ", ".join("?" * len(NEVER_SENT))
        return self.rows(
            "SELECT outcome, ended, intended, arrival, receipt_at FROM attempt "
            f"WHERE intended >= ? AND intended < ? AND outcome NOT IN ({marks}) AND {where}",
            window.start, window.closes, *NEVER_SENT, *values,
        )  # fmt: skip

    def judged(self, window: Window, where: str = "1", *values: object) -> Counts:
        """Return how many journeys of a window ended before the next event, or succeeded."""
        rows = self.attempts(window, where, *values)
        done = sum(row[0] == "success" for row in rows)
        failed = sum(row[0] != "success" and row[1] <= window.end for row in rows)
        return Counts(done + failed, done, len(rows) - done - failed)

    def critical_journeys(self, window: Window, cohorts: Iterable[str] = ()) -> Counts:
        """Return the critical journeys of a window, of some cohorts or of all."""
        cohorts = tuple(cohorts)
        chosen = ", ".join("?" * len(self.critical))
        where = f"journey IN ({chosen})"
        if cohorts:
            where += f" AND cohort IN ({', '.join('?' * len(cohorts))})"
        return self.judged(window, where, *self.critical, *cohorts)

    @cached_property
    def surge(self) -> Json | None:
        """First stage of the crisis with a high load only."""
        stages: list[Json] = self.plan["crisis"]["stages"]
        return next(
            (
                one for one in stages
                if one["phase"] == "during" and not one["faults"] and not one["cuts"]
                and one["load"]["peak"] > 1
            ),
            None,
        )  # fmt: skip
