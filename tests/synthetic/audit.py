"""Audit of a synthetic service in virtual time: plan, interpreter, evidence, assessment."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.execution.calm_check import check_calm_minutes, ends_calm
from epreuve.audits.execution.interpreter import Interpreter
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.planning.steps import Step
from epreuve.audits.profile.dependencies import NoDependencies
from epreuve.audits.profile.model import COMFORT_SETS, DependencySet, Profile
from epreuve.audits.runs.records.bench import StartCalls
from epreuve.audits.scoring.criterion_result import CriterionResult
from epreuve.audits.scoring.judged_criteria import judge_criteria
from epreuve.audits.scoring.no_score import no_score
from epreuve.audits.scoring.score import score
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.evidence.row import Row
from epreuve.probes.pages.receipt_records import ReceiptObservation
from epreuve.reports.assessment import Result
from tests.synthetic.behaviour import Behaviour
from tests.synthetic.service import SyntheticService
from tests.synthetic.town import DOCUMENTS, calibration, profile
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
    declared_as: DependencySet | None = None
    """Kind that the profile gives to the identity provider, where it is not the true one."""
    declared_rate: float | None = None
    """Normal peak that the profile gives, where it is not the true one."""
    undeclared: frozenset[DependencySet] = frozenset()
    """Kinds of the dependencies that the service has, and that the profile does not list."""

    def town(self) -> Profile:
        """Return the profile with the truth about the service."""
        return profile(self.rate, self.dependencies, self.behaviour.journeys)

    def profile(self) -> Profile:
        """Return the profile as its author declares it."""
        true = self.town()
        declared = {
            name: dependency.model_copy(
                update={"set": self.declared_as if dependency.set == "ID" else dependency.set}
                if self.declared_as
                else {}
            )
            for name, dependency in true.dependencies.items()
            if dependency.set not in self.undeclared
        }
        service = profile(self.declared_rate or self.rate, 0).service
        changes = {"dependencies": declared or NoDependencies(), "service": service}
        return true.model_copy(update=changes)

    def plan(self) -> Plan:
        """Return the plan, sized from what a calibration would measure."""
        town = self.profile()
        return make_plan(
            town, read_crisis(self.crisis), seed=self.seed, scale=self.scale,
            probes=probe_schedules(), calibration=calibration(town, self.behaviour),
            documents=DOCUMENTS,
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
    total: Result


def audit(case: Case, folder: Path) -> Verdicts:
    """Play a case and judge its evidence, which is written into a folder.

    Raises NotMeasurable where a real audit stops after the first calm minutes.
    """
    plan = case.plan()
    with written(evidence(case, plan), folder) as file, closing(Evidence(file)) as kept:
        return _judge(case, Facts(plan, kept))


@contextmanager
def written(rows: Sequence[Row], folder: Path) -> Iterator[Path]:
    """Write rows into a file of a folder for a while."""
    file = folder / "evidence.db"
    with Recorder(file) as recorder:
        recorder.record(rows)
    try:
        yield file
    finally:
        file.unlink()


def evidence(case: Case, plan: Plan) -> list[Row]:
    """Return all rows that a run of a plan records of a behaviour.

    Raises NotMeasurable, as a run does, for what the first calm minutes show.
    """
    time = VirtualTime()
    service = SyntheticService(case.behaviour, case.town(), time, case.seed)
    world = SyntheticWorld(plan, service, time)

    def check(step: Step) -> None:
        if ends_calm(step):
            with TemporaryDirectory() as folder, written(world.rows, Path(folder)) as file:
                check_calm_minutes(plan, file)

    Interpreter(plan, world, time, world.rows.append, check).play()
    world.close()
    receipts = _receipts(plan, service, world.rows, time.now() + 1.0)
    return [_start_calls(plan, service), *world.rows, *receipts]


def _start_calls(plan: Plan, service: SyntheticService) -> Observation[StartCalls]:
    """Return the hosts that a service calls at its start, by the names that the profile gives."""
    true, declared = service.profile.dependencies, plan.profile.dependencies
    hosts = [
        declared[name].listen if name in declared else dependency.upstream
        for name, dependency in true.items()
        if dependency.set not in COMFORT_SETS
    ]
    return Observation(0.0, "service", StartCalls(hosts=tuple(hosts)))


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
    results = judge_criteria(grid.criteria, facts, DAY)
    marks = {id: result.mark for id, result in results.items()}
    total = score(grid, marks, no_score=no_score(facts, marks)).result
    return Verdicts(case, results, frozenset(one.id for one in total.knockouts), total)
