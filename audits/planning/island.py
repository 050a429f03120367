"""The island: every third party silent at once, then a start of the service in that state."""

from epreuve.audits.planning.dependency_matrix import SETTLE, add_cell
from epreuve.audits.planning.plan import COLD_CELL, CONTROL_COHORT, ISLAND_CELL
from epreuve.audits.planning.plan_builder import SHORTEST, PlanBuilder
from epreuve.audits.planning.sizes import EDGE
from epreuve.audits.planning.translation import translate
from epreuve.audits.profile.model import OWN_SETS
from epreuve.faults.silent import Silent

AFTER_RETURN = 0.05  # seconds: the power is back, then the pause begins


def add_island(builder: PlanBuilder) -> None:
    """Add the island after the crisis, so that it does not disturb the measures of the crisis."""
    third_parties = [
        name
        for name, dependency in builder.profile.dependencies.items()
        if dependency.set not in OWN_SETS
    ]
    if not third_parties or "island" in builder.left_out:
        return
    if builder.windows:
        builder.recover(builder.windows[-1])
    start = builder.now = round(builder.now + SETTLE, 3)
    title = translate("Island: every third party silent")
    add_cell(builder, ISLAND_CELL, title, healed=False)
    if builder.profile.power.level != "none" and "cold start" not in builder.left_out:
        _cold_start(builder)
    for name in third_parties:
        builder.dependency_fault(name, Silent(), start, builder.now)


def _cold_start(builder: PlanBuilder) -> None:
    sizes = builder.sizes
    length = SHORTEST["cut"] + sizes.after_cut() + sizes.tries / sizes.control_rate(1.0)
    title = translate("Cold start, third parties silent")
    window = builder.window("cell", COLD_CELL, title, length, EDGE)
    back = round(window.start + SHORTEST["cut"], 3)
    builder.cut(COLD_CELL, "P1", window.start, back)
    first = round(back + AFTER_RETURN, 3)
    builder.await_boot(window, first)
    rate = sizes.control_rate(window.closes - first)
    builder.control_load(COLD_CELL, window, first, window.closes, rate)
    builder.settle(window, CONTROL_COHORT)
