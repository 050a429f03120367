"""The Assessment: the one document that every report is made from, and that a run leaves behind.

`assessment.json` is this model; its JSON Schema is published by `epreuve schema assessment`. A text
for people is always a pair, French and English. Times are seconds since the run's zero.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from epreuve.reports.text import Text

FORMAT = 1  # raised when a reader of older documents would misread a newer one

Outcome = Literal["scored", "not_applicable", "inconclusive", "error"]
Letter = Literal["A", "B", "C", "D", "E", "F", "G"]
Phase = Literal["before", "during", "after"]
Mark = Literal["S", "P", "G", "A"]
Ended = Literal[2, 3, 5, 6]  # never that of a verdict: see docs/exit-codes.md


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Run(_Record):
    """Which run this is."""

    id: str
    started: str  # ISO 8601, UTC
    duration: float  # seconds of the plan's timeline that were played
    seed: int
    scale: float  # real seconds of the crisis for one second of the run
    epreuve: str
    journal: int | None = None  # how many runs the journal of its folder held when it ended
    interrupted: str | None = None  # why the run did not reach its end
    ended: Ended | None = None  # with which exit code, when it did not


class Service(_Record):
    """Whom it is about."""

    name: str
    operator: str
    supplier: str
    address: str
    environment_ratio: str


class Fact(_Record):
    """A figure that somebody published."""

    text: Text
    source: str
    date: str
    mark: Mark


class Crisis(_Record):
    """What was played."""

    id: str
    title: Text
    paragraph: Text
    facts: tuple[Fact, ...]
    assumptions: tuple[Text, ...]
    held_out: int | None = None  # the seed, when figures were moved so that nobody tunes to them


class Generator(_Record):
    """The health of the load generator: under 95 % of the intended arrivals the trial is void."""

    intended: int
    started: int
    lag_p99: float  # seconds between an arrival's due time and its start
    cpu: float  # cores used, 0..
    requests: int


class Bench(_Record):
    """With what it was measured."""

    engine: str  # "embedded" or "toxiproxy", with its version
    power: str  # proxy, process, unsynced, command, or none
    machine: str
    cannot: tuple[Text, ...]  # what this engine does not render
    generator: Generator
    baseline_gap: float | None  # A/A check: points between the two baselines


class Grid(_Record):
    """By which grid it was judged."""

    version: str
    sha256: str
    official: bool


class Knockout(_Record):
    """A defect that caps the letter by itself."""

    id: str  # K1..K7
    criterion: str
    cap: float
    sentence: Text


class PhaseScore(_Record):
    """One of before, during, after."""

    phase: Phase
    score: float | None
    letter: Letter | None


class FamilyScore(_Record):
    """One of the nine families."""

    code: str
    title: Text
    weight: float  # percent of the whole
    score: float | None
    coverage: float  # 0..1
    note: Text | None = None  # why it was capped, when it was


class Result(_Record):
    """The letter and what stands behind it. Scores are 0..100, unrounded; shown rounded down."""

    letter: Letter | None
    letter_note: Text | None  # why there is none, or what capped it
    letter_without_knockouts: Letter | None
    score: float | None
    floor: float
    ceiling: float
    coverage: float  # 0..1
    interval: tuple[float, float] | None = None  # 90 % of the score, over trials (bootstrap)
    possibly: tuple[Letter, ...] = ()  # other letters that the interval reaches
    caps: tuple[Text, ...]
    knockouts: tuple[Knockout, ...]
    phases: tuple[PhaseScore, ...]
    families: tuple[FamilyScore, ...]


class Finding(_Record):
    """One criterion's line."""

    id: str
    family: str
    title: Text
    phases: tuple[Phase, ...]
    kind: Literal["measured", "declared", "mixed"]
    weight: float  # inside its family
    measure: Text  # what is measured
    curve: Text  # from what to what it earns its points
    outcome: Outcome
    score: float | None  # 0..100 when scored
    value: float | None  # in `unit`
    unit: str  # "share", "s", "B", "ratio", "count", "points", ""
    shown: Text  # the value for a reader: "98,4 % (157 sur 160)"
    reason: Text  # what was seen, or why it is not scored
    interval: tuple[float, float] | None = None  # 90 % (Wilson), of a share that was sampled
    values: tuple[float | None, ...] = ()  # of each trial, when several are told as one
    evidence: str  # where to look in evidence.db, as a query or a name
    to_gain: float  # points of the overall score if this criterion were perfect
    effort: int  # 1 small, 2 middle, 3 large: an assumption
    recommendation: Text
    sources: tuple[str, ...]  # "DINUM [S]"


class Window(_Record):
    """A named stretch of the run."""

    kind: Literal["phase", "stage", "cell", "baseline"]
    name: str
    title: Text
    start: float
    end: float


class Seen(_Record):
    """What a fault's link was seen to carry while it was in force, from the side of its callers."""

    by: Literal["server", "kernel"]  # the proxy server's own counters; or the sockets, at least
    opened: int  # connections
    came: int  # bytes from the callers
    went: int  # bytes to them
    answered: int | None = None  # requests that were answered an error in place of the other end


class Span(_Record):
    """A fault or a power cut that was in force, as confirmed."""

    kind: Literal["network", "dependency", "power"]
    subject: str  # cohort, dependency, or the service
    title: Text
    start: float  # asked for
    end: float  # its end, asked for
    coming: float = 0.0  # seconds from asked to confirmed: with or without it, nobody knows
    going: float = 0.0  # the same, of its end
    seen: Seen | None = None  # None where nobody could see


class Series(_Record):
    """What happened, second by second; every list has one value a step."""

    step: float  # seconds
    asked: tuple[int, ...]  # journeys that citizens wanted to begin
    started: tuple[int, ...]
    succeeded: tuple[int, ...]  # journeys of those begun then that succeeded
    failed: tuple[int, ...]
    p50: tuple[float | None, ...]  # seconds, of the requests intended then
    p95: tuple[float | None, ...]


class Timeline(_Record):
    """The run as a picture."""

    duration: float
    windows: tuple[Window, ...]
    spans: tuple[Span, ...]
    series: Series


class Cell(_Record):
    """One journey while one dependency is slow or silent."""

    journey: str
    dependency: str
    mode: Literal["slow", "silent"]
    tried: int
    completed: int
    p95: float | None  # seconds to success or to a clear message


class Receipts(_Record):
    """The audit of what was promised to citizens."""

    acknowledged: int
    audited: int
    lost: int
    altered: int
    duplicated: int
    upper_bound: float | None  # 95 % bound on the lost share: rule of three when none was lost


class Recovery(_Record):
    """One power cut and the way back."""

    pattern: str
    cut: float
    power_back: float
    useful: float | None  # when the service was useful again, None when it never was


class Trials(_Record):
    """Several trials told as one: the median of each criterion, losses added up."""

    asked: int
    seeds: tuple[int, ...]  # of those that count
    scores: tuple[float | None, ...]  # of the same, alone
    floors: tuple[float, ...]
    spread: float  # points between the best and the worst floor
    quick: bool  # too few for a steady interval


class Assessment(_Record):
    """All of it."""

    format: int = FORMAT
    run: Run
    service: Service
    crisis: Crisis
    bench: Bench
    grid: Grid
    result: Result
    findings: tuple[Finding, ...]
    timeline: Timeline
    matrix: tuple[Cell, ...]
    receipts: Receipts
    recoveries: tuple[Recovery, ...]
    not_tested: tuple[Text, ...]
    warnings: tuple[Text, ...]
    objectives: tuple[tuple[Text, bool | None], ...]  # a promise, and whether it was kept
    trials: Trials | None = None  # None for a single run
