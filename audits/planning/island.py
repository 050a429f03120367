"""The island: every third party silent at once, then a start in that state."""

from epreuve.audits.planning.dependency_matrix import SETTLE, lay_cell
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL
from epreuve.audits.planning.plan_builder import FLOOR, Draft
from epreuve.audits.planning.stages import CONTROL_RATE
from epreuve.audits.profile.model import OWN_SETS
from epreuve.faults.silent import Silent
from epreuve.reports.text import Text

COLD_START = 120.0  # real seconds to come back and serve, with nothing outside


def lay_island(draft: Draft) -> None:
    """After the crisis: what the service can do alone must not blur what came before."""
    third_parties = [
        name for name, each in draft.profile.dependencies.items() if each.set not in OWN_SETS
    ]
    if not third_parties:
        return
    start = draft.now = round(draft.now + SETTLE, 3)
    title = Text(fr="Îlot : tous les tiers muets", en="Island: every third party silent")
    lay_cell(draft, ISLAND_CELL, title)
    if draft.profile.power.level != "none":
        _cold_start(draft)
    for name in third_parties:
        draft.dependency_fault(name, Silent(), start, draft.now)


def _cold_start(draft: Draft) -> None:
    length = draft.seconds(COLD_START, "cold")
    title = Text(fr="Démarrage à froid, tiers muets", en="Cold start, third parties silent")
    window = draft.window("cell", COLD_CELL, title, length, 0.0)
    back = round(window.start + FLOOR["cut"], 3)
    draft.cut(COLD_CELL, "P1", window.start, back)
    draft.control_load(COLD_CELL, window, back, window.end, 2 * CONTROL_RATE)
