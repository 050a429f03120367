"""Test bench: engine, machine and load generator."""

from epreuve.reports.record import Record
from epreuve.reports.text import Text


class Generator(Record):
    """Load generator. Under 95 % of the planned arrivals, the trial is void."""

    intended: int
    started: int
    lag_p99: float  # seconds between the planned and the real start of an arrival
    cpu: float  # cores used, 0..
    requests: int


class Bench(Record):
    """Test bench of the run."""

    engine: str  # "embedded" or "toxiproxy", with its version
    power: str  # proxy, process, unsynced, command, or none
    machine: str
    cannot: tuple[Text, ...]  # effects that this engine cannot simulate
    generator: Generator
    baseline_gap: float | None  # A/A check: points between the two baselines
