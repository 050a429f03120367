"""Steps of a plan in the order in which a run does them."""

from dataclasses import dataclass

from epreuve.audits.planning.barrier import Barrier
from epreuve.audits.planning.plan import Plan, PowerCut, Probe, Span, Window


@dataclass(frozen=True)
class EnterWindow:
    """A window begins."""

    at: float
    window: Window


@dataclass(frozen=True)
class BeginFault:
    """A fault begins on a link."""

    at: float
    span: Span


@dataclass(frozen=True)
class HealFault:
    """A fault ends."""

    at: float
    span: Span


@dataclass(frozen=True)
class PowerOff:
    """Start of a power cut."""

    at: float
    cut: PowerCut


@dataclass(frozen=True)
class PowerOn:
    """End of a power cut."""

    at: float
    cut: PowerCut


@dataclass(frozen=True)
class SendProbe:
    """A probe is sent."""

    at: float
    probe: Probe


@dataclass(frozen=True)
class Pause:
    """The clock of the plan pauses. `number` counts the barriers of the plan, from 0."""

    at: float
    number: int
    barrier: Barrier


Step = Pause | EnterWindow | BeginFault | HealFault | PowerOff | PowerOn | SendProbe
# At one instant: pauses first, then ends before beginnings.
_ORDER = (Pause, HealFault, PowerOn, EnterWindow, PowerOff, BeginFault, SendProbe)


def steps(plan: Plan) -> list[Step]:
    """Return every step of a plan, in order."""
    unordered: list[Step] = [
        *(Pause(barrier.at, number, barrier) for number, barrier in enumerate(plan.barriers)),
        *(EnterWindow(window.start, window) for window in plan.windows if window.kind != "phase"),
        *(BeginFault(span.start, span) for span in plan.spans),
        *(HealFault(span.end, span) for span in plan.spans),
        *(PowerOff(cut.start, cut) for cut in plan.cuts),
        *(PowerOn(cut.end, cut) for cut in plan.cuts),
        *(SendProbe(probe.at, probe) for probe in plan.probes),
    ]
    return sorted(unordered, key=lambda step: (step.at, _ORDER.index(type(step))))
