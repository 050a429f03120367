"""Test bench: engine, machine and load generator."""

from epreuve.faults.frozen_model import FrozenModel
from epreuve.reports.text import Text


class Generator(FrozenModel):
    """Load generator. Under 95 % of the planned arrivals, the trial is void."""

    intended: int
    started: int
    lag_p99: float  # seconds between the planned and the real start of an arrival
    cpu: float  # cores used, 0..
    requests: int


class MachineUse(FrozenModel):
    """Use of the test machine during the crisis, for people: the whole, and the worst window.

    Use of CPU is in shares of the capacity, waiting in shares of the time. None is unknown.
    """

    own: float  # harness, proxies, load, browser
    service: float | None  # programs that the run started for the service; None: elsewhere
    others: float  # all other programs
    withheld: float  # by the hypervisor or by the CPU limit of the container
    worst: float  # others and withheld, when they disturbed the run most
    worst_when: Text
    cpu_waiting: float | None
    io_stalled: float | None
    memory_waiting: float | None


class Bench(FrozenModel):
    """Test bench of the run."""

    engine: str  # "embedded" or "toxiproxy", with its version
    power: str  # proxy, process, unsynced, command, or none
    machine: str
    cannot: tuple[Text, ...]  # effects that this engine cannot simulate
    generator: Generator
    baseline_gap: float | None  # A/A check: points between the two baselines
    baseline_gap_interval: tuple[float, float] | None = None  # points, at 90 %
    machine_use: MachineUse | None = None
