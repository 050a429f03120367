"""The matrix: each dependency in turn, slow then silent, and a last cell with nothing wrong."""

from epreuve.audits.planning.plan import CONTROL_CELL, INTERRUPTED_FORM, Window
from epreuve.audits.planning.plan_builder import Draft
from epreuve.audits.planning.scale import FULL
from epreuve.audits.profile.model import COMFORT_SETS
from epreuve.faults.fault import Fault
from epreuve.faults.silent import Silent
from epreuve.faults.slow import Slow
from epreuve.reports.text import Text

SETTLE = 0.3  # seconds between two cells: what the healed fault let go dies down
CELL = 60.0  # real seconds of one dependency cut or slowed
CELL_TRIES = 4  # tries of each critical journey in a cell
MID_FORM = 4.0  # seconds after which the link of the one who fills a form is cut
FORM_CUT = 1_801.0  # real seconds of that cut when time is not compressed: just over DEG-8's


def lay_matrix(draft: Draft) -> None:
    """Dependencies of comfort are only silenced; the last cell is the normal one."""
    for name, each in draft.profile.dependencies.items():
        # Silent last, so that queued work can drain before the next cell.
        faults = (Silent(),) if each.set in COMFORT_SETS else (Slow(), Silent())
        for fault in faults:
            _cell(draft, name, fault)
    if draft.scale <= FULL:
        draft.now = max(draft.now, MID_FORM + FORM_CUT)
    title = Text(fr="Témoin : tout répond", en="Control: everything answers")
    control = lay_cell(draft, CONTROL_CELL, title)
    # Someone fills a form; the link is back in the control cell, where nothing fails.
    draft.cohort_fault(INTERRUPTED_FORM, Silent(), MID_FORM, control.start)


def lay_cell(draft: Draft, name: str, title: Text) -> Window:
    """One window with a few witnesses at its beginning, and time to see how they fare."""
    length = draft.seconds(CELL, "cell")
    window = draft.window("cell", name, title, length, length * 0.75)
    start, end = window.start + 0.2, window.closes
    rate = CELL_TRIES * len(draft.profile.critical()) / (end - start)
    draft.control_load(name, window, start, end, rate)
    draft.now = round(draft.now + SETTLE, 3)
    return window


def _cell(draft: Draft, name: str, fault: Fault) -> None:
    label = fault.label
    title = Text(fr=f"{name} : {label.fr}", en=f"{name}: {label.en}")
    window = lay_cell(draft, f"{name}:{fault.kind}", title)
    draft.dependency_fault(name, fault, window.start, window.end)
