"""The dependency matrix: each dependency in turn, slow then silent, then a cell without fault."""

from epreuve.audits.crises.fault_messages.translation import label_text
from epreuve.audits.planning.plan import CONTROL_CELL, Window
from epreuve.audits.planning.plan_builder import PlanBuilder
from epreuve.audits.planning.translation import translate
from epreuve.audits.profile.model import COMFORT_SETS
from epreuve.faults.fault import Fault
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow
from epreuve.reports.text import Text

SETTLE = 0.3  # seconds between two cells, for the connections of a healed fault to end
CELL = 60.0  # real seconds of one cell
CELL_TRIES = 4  # attempts at each critical journey in a cell


def add_matrix(builder: PlanBuilder) -> None:
    """Add a cell per dependency and fault; comfort dependencies are only silenced."""
    for name, dependency in builder.profile.dependencies.items():
        # Silent last, so that queued work can drain before the next cell.
        faults = (Silent(),) if dependency.set in COMFORT_SETS else (Slow(), Silent())
        for fault in faults:
            _cell(builder, name, fault)
    add_cell(builder, CONTROL_CELL, translate("Control: everything answers"))


def add_cell(builder: PlanBuilder, name: str, title: Text) -> Window:
    """Add a window with a few control users at its beginning, and time for them to finish."""
    length = builder.seconds(CELL, "cell")
    window = builder.window("cell", name, title, length, length * 0.75)
    start, end = window.start + 0.2, window.closes
    rate = CELL_TRIES * len(builder.profile.critical()) / (end - start)
    builder.control_load(name, window, start, end, rate)
    builder.now = round(builder.now + SETTLE, 3)
    return window


def _cell(builder: PlanBuilder, name: str, fault: Fault) -> None:
    title = translate("{name}: {fault}", name=name, fault=label_text(fault.label))
    window = add_cell(builder, f"{name}:{fault.kind}", title)
    builder.dependency_fault(name, fault, window.start, window.end)
