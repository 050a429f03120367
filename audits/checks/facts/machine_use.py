"""Use of the test machine during the crisis: by the harness, the service and others."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import Plan, Window
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.machine.records import BenchPressure, WaitingSource

ENOUGH_IDLE = 1.0  # cores: a program that becomes ready finds one, whatever the others use


@dataclass(frozen=True)
class Use:
    """Means over `seconds`. Use of CPU is in shares of the capacity, waiting in shares of time."""

    seconds: float
    own: float
    service: float | None
    others: float
    withheld: float  # by the hypervisor, or by the CPU limit of the container
    idle: float  # cores
    cpu_waiting: float
    io_stalled: float | None
    memory_waiting: float | None

    @property
    def disturbance(self) -> float:
        """Share of the capacity that others took from the trial.

        Their use while a core is idle causes no delay.
        """
        return self.withheld + (self.others if self.idle < ENOUGH_IDLE else 0.0)


@dataclass(frozen=True)
class MachineUse:
    """Use of the test machine during the whole crisis, and during each of its windows.

    `MachineUse` of the reports has the figures that people read: the whole, and the worst window.
    """

    whole: Use
    windows: tuple[tuple[Window, Use], ...]
    service_identified: bool  # whether `others` has nothing of the service
    waiting_source: WaitingSource


@fact
def machine_use(plan: Plan, evidence: Evidence) -> MachineUse:
    """Use of the test machine, without its preparation and the reading of receipts."""
    samples = list(evidence.observations(BenchPressure))
    whole = mean_use(samples, 0.0, plan.duration)
    if whole is None:
        raise NoEvidence(translate("The use of the test machine was not recorded."))
    windows = [window for window in plan.windows if window.kind != "phase"]
    return MachineUse(
        whole=whole,
        windows=tuple(_uses(samples, windows)),
        service_identified=all(sample.record.service_identified for sample in samples),
        waiting_source=samples[0].record.waiting_source,
    )


def _uses(
    samples: Sequence[Observation[BenchPressure]], windows: Iterable[Window]
) -> Iterator[tuple[Window, Use]]:
    for window in windows:
        use = mean_use(samples, window.start, window.end)
        if use is not None:
            yield window, use


def mean_use(samples: Iterable[Observation[BenchPressure]], start: float, end: float) -> Use | None:
    """Return the means between two moments; each sample counts with its time inside.

    None without a sample.
    """
    weighted = [
        (inside, sample.record)
        for sample in samples
        if (inside := min(sample.time, end) - max(sample.time - sample.record.seconds, start)) > 0
    ]
    if not weighted:
        return None

    def mean(value: Callable[[BenchPressure], float]) -> float:
        total = sum(weight for weight, _ in weighted)
        return sum(weight * value(record) for weight, record in weighted) / total

    def mean_if_measured(value: Callable[[BenchPressure], float | None]) -> float | None:
        if any(value(record) is None for _, record in weighted):
            return None
        return mean(lambda record: value(record) or 0.0)

    return Use(
        seconds=sum(weight for weight, _ in weighted),
        own=mean(lambda record: record.own / record.cores),
        service=mean_if_measured(lambda record: _share(record.service, record.cores)),
        others=mean(lambda record: record.others / record.cores),
        withheld=mean(lambda record: min((record.stolen + record.throttled) / record.cores, 1.0)),
        idle=mean(lambda record: record.idle),
        cpu_waiting=mean(lambda record: record.cpu_waiting),
        io_stalled=mean_if_measured(lambda record: record.io_stalled),
        memory_waiting=mean_if_measured(lambda record: record.memory_waiting),
    )


def _share(used: float | None, cores: float) -> float | None:
    return None if used is None else used / cores
