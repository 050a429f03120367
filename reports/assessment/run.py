"""Identity of a run: the run itself, its service, its grid, its trials."""

from typing import Literal

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text, TextOrString

Ended = Literal[2, 3, 5, 6]  # no exit code of a verdict: see docs/exit-codes.md


class Run(FrozenModel):
    """Identity and settings of the run."""

    id: str
    started: str  # ISO 8601, UTC
    duration: float  # seconds of the plan's timeline that were executed
    seed: int
    scale: float  # seconds of the real crisis for one second of the run
    epreuve: str  # version
    journal: int | None = None  # number of runs in the folder's journal when this one ended
    journeys: int | None = None  # critical journeys that the criteria judge
    surge_journeys: int | None = None  # those of the crowd in the surge; None without a surge
    interrupted: TextOrString | None = None  # why the run stopped early
    ended: Ended | None = None  # exit code of a run that stopped early


class Service(FrozenModel):
    """Service under test."""

    name: str
    operator: str
    supplier: str
    address: str
    environment_ratio: str
    normal_peak: float | None = None  # journeys begun per second in the busiest normal hour
    critical_peak: float | None = None  # those of them that decide the score
    peak_source: str | None = None  # "" where the profile gives none
    patience: float | None = None  # seconds that the profile lets users wait for one step
    own_dependencies: tuple[Text, ...] = ()  # those that the profile gives no third party
    uncritical_journeys: tuple[Text, ...] = ()  # those that decide no score, by the profile


class Grid(FrozenModel):
    """Grid of criteria that scored the run."""

    version: str
    sha256: str
    official: bool


class Trials(FrozenModel):
    """Several trials combined: the median of each criterion, the sum of losses."""

    asked: int
    seeds: tuple[int, ...]  # of the valid trials
    scores: tuple[float | None, ...]  # score of each valid trial
    floors: tuple[float, ...]
    spread: float  # points between the highest and the lowest floor
    quick: bool  # too few trials for a reliable interval
