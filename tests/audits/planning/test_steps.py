"""Order of the steps of a plan."""

from epreuve.audits.planning.plan import Plan, PowerCut, Probe, Span, Window
from epreuve.audits.planning.steps import (
    BeginFault,
    EnterWindow,
    HealFault,
    PowerOff,
    PowerOn,
    SendProbe,
    steps,
)
from epreuve.faults.silent import Silent
from epreuve.reports.text import Text

TITLE = Text(fr="x", en="x")


def span(name: str, start: float, end: float) -> Span:
    return Span(link=f"dependency-{name}", subject=name, fault=Silent(), start=start, end=end)


def plan() -> Plan:
    windows = (
        Window(kind="phase", name="during", title=TITLE, start=0.0, closes=9.0, end=9.0),
        Window(kind="cell", name="a:silent", title=TITLE, start=1.0, closes=2.0, end=3.0),
        Window(kind="cell", name="b:silent", title=TITLE, start=3.0, closes=4.0, end=5.0),
    )
    return Plan.model_construct(
        windows=windows, spans=(span("a", 1.0, 3.0), span("b", 3.0, 5.0)),
        cuts=(PowerCut(stage="c", pattern="P2", start=3.0, end=5.0),),
        probes=(Probe(at=3.0, name="pages"),),
    )  # fmt: skip


def test_ends_come_before_beginnings_at_the_same_time() -> None:
    order = [(step.at, type(step)) for step in steps(plan())]
    assert order == [
        (1.0, EnterWindow), (1.0, BeginFault),
        (3.0, HealFault), (3.0, EnterWindow), (3.0, PowerOff), (3.0, BeginFault), (3.0, SendProbe),
        (5.0, HealFault), (5.0, PowerOn),
    ]  # fmt: skip


def test_a_phase_is_not_a_step() -> None:
    entered = [step.window.name for step in steps(plan()) if isinstance(step, EnterWindow)]
    assert entered == ["a:silent", "b:silent"]
