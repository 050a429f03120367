"""Audit of a synthetic service in virtual time: plan, interpreter, evidence, assessment."""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.execution.interpreter import Interpreter
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.scoring.criterion_result import CriterionResult, judge_criterion
from epreuve.audits.scoring.knockout import observed_knockouts
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.evidence.row import Row
from epreuve.probes.pages.receipt_records import ReceiptObservation
from tests.synthetic.behaviour import Behaviour
from tests.synthetic.service import SyntheticService
from tests.synthetic.town import calibration, profile
from tests.synthetic.virtual_time import VirtualTime
from tests.synthetic.world import SyntheticWorld

SEED = 7
USUAL = "tous-risques"  # crisis with every kind of fault
DAY = datetime.date(2026, 6, 1)


@dataclass(frozen=True)
class Case:
    """One behaviour under one plan of a crisis. `rate` is in journeys a minute."""

    behaviour: Behaviour
    scale: float
    rate: float
    dependencies: int
    crisis: str = USUAL
    seed: int = SEED

    def plan(self) -> Plan:
        """Return the plan, sized from what a calibration would measure."""
        town = profile(self.rate, self.dependencies, self.behaviour.journeys)
        return make_plan(
            town, read_crisis(self.crisis), seed=self.seed, scale=self.scale,
            probes=probe_schedules(), calibration=calibration(town, self.behaviour),
        )  # fmt: skip

    def __str__(self) -> str:
        return (
            f"{self.behaviour.name}, scale {self.scale:g}, {self.rate:g}/min, "
            f"{self.dependencies} dependencies, {self.crisis}"
        )


@dataclass(frozen=True)
class Verdicts:
    """Results of the criteria of one case, and its knock-outs."""

    case: Case
    results: Mapping[str, CriterionResult]
    knockouts: frozenset[str]


def audit(case: Case, folder: Path) -> Verdicts:
    """Play a case and judge its evidence, which is written into a folder."""
    plan = case.plan()
    file = folder / f"{abs(hash(case))}.db"
    with Recorder(file) as recorder:
        recorder.record(evidence(case, plan))
    try:
        with closing(Evidence(file)) as written:
            return _judge(case, Facts(plan, written))
    finally:
        file.unlink()


def evidence(case: Case, plan: Plan) -> list[Row]:
    """Return all rows that a run of a plan records of a behaviour."""
    time = VirtualTime()
    service = SyntheticService(case.behaviour, plan.profile, time, case.seed)
    world = SyntheticWorld(plan, service, time)
    Interpreter(plan, world, time, world.rows.append).play()
    world.close()
    return [*world.rows, *_receipts(plan, service, world.rows, time.now() + 1.0)]


def _receipts(
    plan: Plan, service: SyntheticService, rows: list[Row], now: float
) -> Iterator[Observation[ReceiptObservation]]:
    copies = service.copies()
    for row in rows:
        if isinstance(row, Attempt) and row.receipt:
            stored = service.stored.get(row.receipt)
            record = ReceiptObservation(
                arrival=row.arrival, journey=row.journey,
                state="lost" if stored is None else "stored",
                reason="status 404" if stored is None else "",
                unique=None if stored is None else copies[stored.name] == 1,
                processed=None if stored is None else stored.forwarded,
            )  # fmt: skip
            yield Observation(now, row.receipt, record)


def _judge(case: Case, facts: Facts) -> Verdicts:
    grid = load_grid()
    results = {
        criterion.id: judge_criterion(criterion, facts, facts.plan.profile, DAY)
        for criterion in grid.criteria
    }
    marks = {id: result.mark for id, result in results.items()}
    knockouts = observed_knockouts(grid, marks)
    return Verdicts(case, results, frozenset(knockout.id for knockout in knockouts))
