"""The plan as an ordered list of things to do: pure, so a run can be read before it is made."""

from dataclasses import dataclass

from epreuve.audits.planning.plan import Plan, PowerCut, Probe, Span, Window


@dataclass(frozen=True)
class Enter:
    """A window begins: nothing is done, the reader is told."""

    at: float
    window: Window


@dataclass(frozen=True)
class Begin:
    """A fault begins on a link."""

    at: float
    span: Span


@dataclass(frozen=True)
class Heal:
    """A fault ends."""

    at: float
    span: Span


@dataclass(frozen=True)
class PowerOff:
    """The power is cut."""

    at: float
    cut: PowerCut


@dataclass(frozen=True)
class PowerOn:
    """The power is back."""

    at: float
    cut: PowerCut


@dataclass(frozen=True)
class Look:
    """A probe is sent."""

    at: float
    probe: Probe


Step = Enter | Begin | Heal | PowerOff | PowerOn | Look
_ORDER = (Heal, PowerOn, Enter, PowerOff, Begin, Look)  # at one instant: ends before beginnings


def steps(plan: Plan) -> list[Step]:
    """Every step of a plan, in the order in which it is done."""
    found: list[Step] = [
        *(Enter(each.start, each) for each in plan.windows if each.kind != "phase"),
        *(Begin(each.start, each) for each in plan.spans),
        *(Heal(each.end, each) for each in plan.spans),
        *(PowerOff(each.start, each) for each in plan.cuts),
        *(PowerOn(each.end, each) for each in plan.cuts),
        *(Look(each.at, each) for each in plan.probes),
    ]
    return sorted(found, key=lambda step: (step.at, _ORDER.index(type(step))))
