"""The plan with all its times on the clock of the run, pauses included."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from epreuve.audits.planning.barrier import Stop, shift
from epreuve.audits.planning.load import Load, Return
from epreuve.audits.planning.plan import Plan, PowerCut, Span, Window
from epreuve.faults.frozen_model import FrozenModel

Interval = TypeVar("Interval", Load, Return, Span, PowerCut, Window)


def played(plan: Plan, stops: Sequence[Stop]) -> Plan:
    """Return the plan with every time moved by the pauses before it."""
    if not stops:
        return plan
    at = shift(stops)
    changed: dict[str, tuple[FrozenModel, ...]] = {
        "windows": tuple(
            _moved(one, at).model_copy(update={"closes": at(one.closes)}) for one in plan.windows
        ),
        "spans": tuple(_moved(one, at) for one in plan.spans),
        "cuts": tuple(_moved(one, at) for one in plan.cuts),
        "returns": tuple(_moved(one, at) for one in plan.returns),
        "loads": tuple(
            _moved(one, at).model_copy(
                update={"points": tuple((at(time), rate) for time, rate in one.points)}
            )
            for one in plan.loads
        ),
        "probes": tuple(one.model_copy(update={"at": at(one.at)}) for one in plan.probes),
        "barriers": tuple(one.model_copy(update={"at": at(one.at)}) for one in plan.barriers),
    }
    return plan.model_copy(update={**changed, "duration": at(plan.duration)})


def _moved(one: Interval, at: Callable[[float], float]) -> Interval:
    return one.model_copy(update={"start": at(one.start), "end": at(one.end)})
