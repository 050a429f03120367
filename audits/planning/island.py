"""The island: every third party silent at once, then a start of the service in that state."""

from epreuve.audits.planning.dependency_matrix import SETTLE, add_cell
from epreuve.audits.planning.plan import COLD_CELL, ISLAND_CELL
from epreuve.audits.planning.plan_builder import FLOOR, PlanBuilder
from epreuve.audits.planning.stages import CONTROL_RATE
from epreuve.audits.planning.translation import translate
from epreuve.audits.profile.model import OWN_SETS
from epreuve.faults.silent import Silent

COLD_START = 120.0  # real seconds for the service to start and serve


def add_island(builder: PlanBuilder) -> None:
    """Add the island after the crisis, so that it does not disturb the measures of the crisis."""
    third_parties = [
        name
        for name, dependency in builder.profile.dependencies.items()
        if dependency.set not in OWN_SETS
    ]
    if not third_parties:
        return
    start = builder.now = round(builder.now + SETTLE, 3)
    title = translate("Island: every third party silent")
    add_cell(builder, ISLAND_CELL, title)
    if builder.profile.power.level != "none":
        _cold_start(builder)
    for name in third_parties:
        builder.dependency_fault(name, Silent(), start, builder.now)


def _cold_start(builder: PlanBuilder) -> None:
    length = builder.seconds(COLD_START, "cold")
    title = translate("Cold start, third parties silent")
    window = builder.window("cell", COLD_CELL, title, length, 0.0)
    back = round(window.start + FLOOR["cut"], 3)
    builder.cut(COLD_CELL, "P1", window.start, back)
    builder.control_load(COLD_CELL, window, back, window.end, 2 * CONTROL_RATE)
