"""The dependency matrix: each dependency in turn, slow then silent, then a cell without fault."""

from epreuve.audits.messages.texts import label_text
from epreuve.audits.planning.part import Part
from epreuve.audits.planning.plan import CONTROL_CELL, CONTROL_COHORT, Window
from epreuve.audits.planning.plan_builder import SHORTEST, PlanBuilder
from epreuve.audits.planning.sizes import EDGE
from epreuve.audits.planning.translation import translate
from epreuve.audits.profile.model import COMFORT_SETS
from epreuve.faults.fault import Fault
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow
from epreuve.reports.text import Text

SETTLE = 0.3  # seconds between two cells, for the connections of a healed fault to end


def add_matrix(builder: PlanBuilder) -> None:
    """Add a cell per dependency and fault; comfort dependencies are only silenced."""
    for name, dependency in builder.profile.dependencies.items():
        # Silent last, so that queued work can drain before the next cell.
        faults = (Silent(),) if dependency.set in COMFORT_SETS else (Slow(), Silent())
        for fault in faults:
            part: Part = "slow cells" if fault.kind == "slow" else "silent cells"
            if part not in builder.left_out:
                _cell(builder, name, fault)
    add_cell(builder, CONTROL_CELL, translate("Control: everything responds"))


def add_cell(builder: PlanBuilder, name: str, title: Text, *, healed: bool = True) -> Window:
    """Add a window with a few control users; the plan pauses until they have finished.

    `healed`: whether the fault ends with the cell, so that the service can recover.
    """
    arriving = builder.sizes.cell(SHORTEST["cell"])
    window = builder.window("cell", name, title, arriving + 2 * EDGE, EDGE)
    start = window.start + EDGE
    builder.control_load(
        name, window, start, window.closes, builder.sizes.tries / (window.closes - start)
    )
    builder.settle(window, CONTROL_COHORT)
    builder.now = round(builder.now + SETTLE, 3)
    if healed:
        builder.recover(window)
    return window


def _cell(builder: PlanBuilder, name: str, fault: Fault) -> None:
    title = translate("{name}: {fault}", name=name, fault=label_text(fault.label))
    window = add_cell(builder, f"{name}:{fault.kind}", title)
    builder.dependency_fault(name, fault, window.start, window.end)
