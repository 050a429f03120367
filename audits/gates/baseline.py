"""Baseline of a gate: earlier runs of the same service."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from epreuve.audits.errors import Misuse
from epreuve.audits.gates.translation import translate
from epreuve.audits.runs.assessment import read_run_assessment
from epreuve.reports.assessment import Assessment
from epreuve.reports.text import Text
from epreuve.reports.translation import Number, Value

SPREADS = 2  # times the run-to-run spread is noise, not a regression [A]


@dataclass(frozen=True)
class Baseline:
    """One run or more. More runs give a better estimate of the noise."""

    runs: tuple[Assessment, ...]

    @property
    def floor(self) -> float:
        """Median of the floors."""
        return statistics.median(run.result.floor for run in self.runs)

    @property
    def spread(self) -> float:
        """Points between the highest and the lowest floor; 0 with a single run.

        A run of several trials counts with the floor of each trial.
        """
        floors = [
            floor
            for run in self.runs
            for floor in (run.trials.floors if run.trials else (run.result.floor,))
        ]
        return max(floors) - min(floors)

    @property
    def knockouts(self) -> frozenset[str]:
        """Knock-outs of any of the runs."""
        return frozenset(knockout.id for run in self.runs for knockout in run.result.knockouts)

    def tolerance(self, max_drop: float) -> float:
        """Return the points that the floor may lose: max(max_drop, 2 x spread)."""
        return max(max_drop, SPREADS * self.spread)


def read_baseline(paths: Sequence[Path], release: Assessment) -> Baseline | None:
    """Return the baseline of a release; None without paths.

    Raises Misuse when a run cannot be read, has no letter, or was made under other conditions.
    """
    runs = tuple(read_run_assessment(path) for path in paths)
    for path, run in zip(paths, runs, strict=True):
        if run.run.interrupted is not None or run.result.letter is None:
            raise Misuse(
                translate(
                    "{path}: has no letter, so it cannot be a baseline; give another run",
                    path=str(path),
                )
            )
        for condition, of_release, of_baseline in _conditions(release, run):
            if of_release != of_baseline:
                raise Misuse(
                    translate(
                        "{path}: {condition} is {of_baseline}, but {of_release} in the release; "
                        "make the baseline again under the same conditions",
                        path=str(path), condition=condition,
                        of_baseline=of_baseline, of_release=of_release,
                    )
                )  # fmt: skip
    return Baseline(runs) if runs else None


def _conditions(release: Assessment, run: Assessment) -> list[tuple[Text, Value, Value]]:
    # Seeds may differ: runs of several seeds show the spread.
    return [
        (translate("the service"), repr(release.service.name), repr(run.service.name)),
        (translate("the crisis"), repr(release.crisis.id), repr(run.crisis.id)),
        (translate("the grid"), repr(release.grid.sha256), repr(run.grid.sha256)),
        (translate("the scale"), Number(release.run.scale, 2), Number(run.run.scale, 2)),
    ]
