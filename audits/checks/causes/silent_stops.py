"""Steps at which journeys stopped while one dependency was silent."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from epreuve.audits.checks.facts.attempts import WAITED, judged
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.matrix import Cell
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import OWN_SETS
from epreuve.probes.evidence.records import Attempt


@dataclass(frozen=True)
class Stop:
    """Step at which most journeys of a kind stopped while one dependency was silent."""

    dependency: str
    set: str
    journey: str
    step: str
    stopped: int  # journeys that stopped at this step
    tried: int
    waited: int  # of the stopped ones, those that got no response in their patience

    @property
    def is_wait(self) -> bool:
        """Whether most of them waited, so that the service waits for the dependency."""
        return 2 * self.waited > self.stopped

    @property
    def is_third_party(self) -> bool:
        """Whether the operator does not run the dependency itself."""
        return self.set not in OWN_SETS


@fact
def silent_stops(plan: Plan, attempts: list[Attempt], matrix: tuple[Cell, ...]) -> tuple[Stop, ...]:
    """Step at which each blocked journey stops, for each silent dependency."""
    blocked = [one for one in matrix if one.mode == "silent" and is_blocked(one)]
    stops = (_stop(plan, attempts, cell) for cell in blocked)
    return tuple(stop for stop in stops if stop is not None)


def is_blocked(cell: Cell) -> bool:
    """Return whether a cell shows that its journey does not work."""
    return not cell.works and not cell.undecided


def _stop(plan: Plan, attempts: list[Attempt], cell: Cell) -> Stop | None:
    window = plan.window(f"{cell.dependency}:{cell.mode}")
    if window is None:
        return None
    # A user who was still waiting at the end of the silence waited too.
    ends = [
        (one.step, one.outcome in WAITED or one.ended > window.end)
        for one in judged(attempts, window)
        if one.journey == cell.journey and (one.outcome != "success" or one.ended > window.end)
    ]
    if not ends:
        return None
    step, stopped = Counter(name for name, _ in ends).most_common(1)[0]
    waited = sum(has_waited for name, has_waited in ends if name == step)
    tried = cell.tried + cell.cut_off
    return Stop(cell.dependency, cell.set, cell.journey, step, stopped, tried, waited)


def without_stops(cells: Sequence[Cell], stops: Iterable[Stop]) -> Mapping[str, float | None]:
    """Return the criteria that improve if these journeys no longer stop, with their values."""
    stops = list(stops)
    fixed = {(stop.dependency, stop.journey) for stop in stops}
    silent = [cell for cell in cells if cell.mode == "silent"]
    blocked = [cell for cell in silent if is_blocked(cell)]
    left = [cell for cell in blocked if (cell.dependency, cell.journey) not in fixed]
    values: dict[str, float | None] = {"DEG-2": 1 - len(left) / len(silent)} if silent else {}
    if not left:
        values["DEG-3"] = None
    parties = {cell.dependency for cell in left if cell.set not in OWN_SETS}
    values["IND-1"] = float(len(parties))
    if not parties:
        values |= dict.fromkeys(("TER-1", "REC-3", "IND-2"))
    slowed = {cell.dependency for cell in cells if cell.mode == "slow" and cell.shares.low < 1}
    if slowed and slowed <= {stop.dependency for stop in stops}:
        values["DEG-1"] = None
    for criterion, sets in _CRITERIA.items():
        mine = [cell for cell in blocked if cell.set in sets]
        if mine and not any(cell in left for cell in mine):
            values[criterion] = None
    return values


_CRITERIA = {
    "IND-3": {"OTP", "MAIL"},
    "IND-4": {"PAY"},
    "DEG-5": {"API", "BO"},
}
"""Criteria that the silent cells of some sets decide alone."""
