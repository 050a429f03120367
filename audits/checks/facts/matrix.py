"""The matrix: each critical journey while one dependency is silent or slow.

The control cell and the recovery before a cell are its controls: without them it is in doubt.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from epreuve.audits.checks.facts.attempts import Tries, count, judged
from epreuve.audits.checks.facts.declared_dependencies import require_dependencies
from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.facts.reached import FaultPeriod, reached_in
from epreuve.audits.checks.facts.undeclared import Undeclared, require_declared
from epreuve.audits.checks.facts.waits import cut_waits, first_messages, waits
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.checks.statistics.interval import Interval
from epreuve.audits.checks.statistics.percentile import percentile
from epreuve.audits.checks.translation import translate
from epreuve.audits.planning.plan import CONTROL_CELL, Plan, Window
from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.audits.profile.name import name_in
from epreuve.audits.runs.records.faults import FaultBegin
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Attempt
from epreuve.reports.text import Text, join

FEWEST_IN_CELL = 3  # tries of a journey in a cell: fewer prove nothing [A]


@dataclass(frozen=True)
class Cell:
    """One critical journey while one dependency was silent or slow.

    `doubt` is why the cell proves nothing, None where it does. `unused`: in calm, the service never
    reached this dependency. `uncontacted`: nothing reached its proxy in the whole run. `undecided`:
    the only doubt is that the next event cut users off, so the journey is blocked at worst.
    """

    journey: str
    dependency: str
    set: str
    mode: str
    tried: int
    completed: int
    acknowledged: int
    waits: tuple[float, ...]  # seconds to success or to a clear message; infinite without either
    doubt: Text | None = None
    unused: bool = False
    uncontacted: bool = False
    cut_off: int = 0  # further tries, which the next event ended
    cut_waits: tuple[float, ...] = ()  # seconds that those without a message waited, at least
    undecided: bool = False

    @property
    def p95(self) -> float | None:
        """95th percentile of the waits, in seconds; None without waits, and for infinity."""
        waits = [*self.waits, *(math.inf for _ in self.cut_waits)]
        value = percentile(waits, 0.95) if waits else math.inf
        return value if math.isfinite(value) else None

    @property
    def title(self) -> Text:
        """Titles of the journey and of the dependency."""
        return translate(
            "{journey} × {dependency}", journey=self.journey, dependency=self.dependency
        )

    @property
    def works(self) -> bool:
        """Whether at least half of the tries succeeded."""
        return self.completed >= self.tried / 2

    @property
    def shares(self) -> Interval:
        """Shares of success if all users who were cut off failed, and if all succeeded."""
        number = self.tried + self.cut_off
        return Interval(self.completed / number, (self.completed + self.cut_off) / number)


@fact
def confirmed_links(evidence: Evidence) -> frozenset[str]:
    """Links on which a fault was confirmed."""
    return frozenset(
        fault.subject
        for fault in evidence.observations(FaultBegin)
        if fault.record.confirmed is not None
    )


@fact
def control_cell(plan: Plan, attempts: list[Attempt]) -> dict[str, Tries]:
    """Tries by critical journey in the cell without a fault; {} where that cell was not run."""
    window = plan.window(CONTROL_CELL)
    return {} if window is None else journeys_in(plan, attempts, window)


@fact
def calm_waits(plan: Plan, attempts: list[Attempt]) -> tuple[float, ...]:
    """Seconds of each success in the cell without a fault; () where that cell was not run."""
    window = plan.window(CONTROL_CELL)
    if window is None:
        return ()
    began = judged(attempts, window)
    return tuple(one.ended - one.intended for one in began if one.outcome == "success")


def journeys_in(plan: Plan, attempts: Sequence[Attempt], window: Window) -> dict[str, Tries]:
    """Return the tries of each critical journey in a window."""
    began = judged(attempts, window)
    return {
        journey: count((one for one in began if one.journey == journey), window)
        for journey in plan.profile.critical()
    }


def control_doubt(journey: str, control: Tries | None) -> Text | None:
    """Return why a journey cannot be judged in any cell: the control cell does not complete it."""
    if control is None or control.tried < FEWEST_IN_CELL:
        return translate(
            "{journey}: the control cell needs at least {least} tries, and had {n}.",
            journey=journey,
            least=FEWEST_IN_CELL,
            n=0 if control is None else control.tried,
        )
    number = control.tried + control.cut_off  # a user who was cut off was not served either
    if control.succeeded < number / 2:
        return translate(
            "{journey}: without any fault, {done} of {tried} succeeded in the control cell.",
            journey=journey,
            done=control.succeeded,
            tried=number,
        )
    return None


@fact
def cells(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], control_cell: dict[str, Tries],
    confirmed_links: frozenset[str], unrecovered: dict[str, Text], unused: frozenset[str],
    uncontacted: dict[str, Text], fault_periods: dict[str, tuple[FaultPeriod, ...]],
) -> tuple[Cell, ...]:  # fmt: skip
    """Cells by journey, dependency and mode, tried by control users, with those in doubt."""
    tested = []
    for window in plan.windows:
        dependency = window.name.rpartition(":")[0]
        link = dependency_link(dependency)
        if window.kind != "cell" or link not in confirmed_links:
            continue
        reached = reached_in(fault_periods.get(link, ()), window)
        for cell in _cells(plan, evidence, attempts, window):
            doubt = uncontacted.get(dependency)
            doubt = doubt or control_doubt(cell.journey, control_cell.get(cell.journey))
            doubt = doubt or unrecovered.get(window.name) or _other_cause(cell, reached)
            unended = _unended(cell)
            tested.append(
                replace(
                    cell,
                    doubt=doubt or unended,
                    unused=dependency in unused,
                    uncontacted=dependency in uncontacted,
                    undecided=doubt is None and unended is not None and _is_tried(cell),
                )
            )
    return tuple(tested)


@fact
def matrix(
    plan: Plan, cells: tuple[Cell, ...], undeclared: Undeclared, past_proxies: dict[str, str]
) -> tuple[Cell, ...]:
    """Cells that prove something, undecided ones included. Raises NoEvidence without any."""
    require_dependencies(plan, undeclared.hosts)
    if not cells and plan.left_out:
        raise NoEvidence(translate("The allowed time was too short for this test."))
    if not cells:
        raise NoEvidence(translate("No dependency has a proxy."))
    called = undeclared.called  # a third party past its proxy is one that is not declared
    cells = tuple(cell for cell in cells if past_proxies.get(cell.dependency) not in called)
    if not cells:
        require_declared(called)
    proven = tuple(cell for cell in cells if cell.doubt is None or cell.undecided)
    if not proven:
        raise NoEvidence(join(dict.fromkeys(cell.doubt for cell in cells if cell.doubt)))
    return proven


def _other_cause(cell: Cell, reached: bool | None) -> Text | None:
    """Return why the dependency is not the cause of the failures of a cell."""
    if reached is False and cell.shares.low < 0.5:
        return translate(
            "{journey} × {dependency}: the service did not call {dependency} meanwhile; the "
            "failures have another cause.",
            journey=cell.journey,
            dependency=cell.dependency,
        )
    return None


def _unended(cell: Cell) -> Text | None:
    """Return why the journeys of a cell that ended do not show whether the journey works."""
    if cell.tried < FEWEST_IN_CELL:
        return translate(
            "{journey} × {dependency}: at least {least} journeys must end before the next event, "
            "{n} did.",
            journey=cell.journey,
            dependency=cell.dependency,
            least=FEWEST_IN_CELL,
            n=cell.tried,
        )
    low, high = cell.shares
    if low < 0.5 <= high:
        return translate(
            "{journey} × {dependency}: {cut} of {n} journeys had not ended when the next event "
            "began.",
            journey=cell.journey,
            dependency=cell.dependency,
            cut=cell.cut_off,
            n=cell.tried + cell.cut_off,
        )
    return None


def _is_tried(cell: Cell) -> bool:
    return cell.tried + cell.cut_off >= FEWEST_IN_CELL


def _cells(
    plan: Plan, evidence: Evidence, attempts: list[Attempt], window: Window
) -> Iterable[Cell]:
    id, mode = window.name.rsplit(":", 1)
    dependency = name_in(plan.profile.dependencies, id)
    messages = first_messages(evidence, window)
    for journey in plan.profile.critical():
        chosen = [attempt for attempt in judged(attempts, window) if attempt.journey == journey]
        # A success after the fault was healed shows nothing about the fault.
        counts = count((one for one in chosen if one.ended <= window.end), window)
        if chosen:
            yield Cell(
                journey=journey,
                dependency=dependency,
                set=plan.profile.dependencies[dependency].set,
                mode=mode,
                tried=counts.tried,
                completed=counts.succeeded,
                acknowledged=sum(-1 < attempt.receipt_at <= window.end for attempt in chosen),
                waits=tuple(waits(chosen, messages, window)),
                cut_off=len(chosen) - counts.tried,
                cut_waits=tuple(cut_waits(chosen, messages, window)),
            )
