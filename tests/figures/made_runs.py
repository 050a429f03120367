"""Run folders of each kind that an audit may leave, played in virtual time."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.planning.scale import QUICK, USUAL
from epreuve.audits.profile.dependencies import NoDependencies
from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.power import Power
from epreuve.audits.runs.run_folder import RunFolder
from epreuve.audits.scoring.assess import assess_run
from epreuve.audits.scoring.trials.combination import combine_trials
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.row import Row
from epreuve.probes.pages.receipt_records import ReceiptObservation
from epreuve.reports.text import Text
from epreuve.reports.writing import write_reports
from tests.synthetic.audit import Case, evidence
from tests.synthetic.behaviour import SOUND
from tests.synthetic.town import calibration

CASE = Case(SOUND, USUAL, 30.0, 4)
REASON = Text(fr="arrêté", en="stopped")
Make = Callable[[Path], None]


def plan_of(profile: Profile, *, seed: int = 7, scale: float = USUAL) -> Plan:
    """Return the plan of a run of the usual crisis."""
    return make_plan(
        profile, read_crisis(CASE.crisis), seed=seed, scale=scale, probes=probe_schedules(),
        calibration=calibration(profile, SOUND),
    )  # fmt: skip


def make(
    folder: Path, plan: Plan, rows: Iterable[Row] | None = None, case: Case = CASE, **notes: object
) -> None:
    """Write the folder of a run, with its assessment and its reports."""
    run = RunFolder(folder)
    folder.mkdir(parents=True)
    run.write_plan(plan)
    run.note(
        id=folder.name, started="2026-06-01T08:00:00+00:00", played=plan.duration,
        engine="synthetic", **notes,
    )  # fmt: skip
    arrivals = [list(one) for one in plan.arrivals]
    cohorts = {one.name: {"linked": one.linked} for one in plan.cohorts}
    (folder / "load.json").write_text(json.dumps({"cohorts": cohorts, "arrivals": arrivals}))
    with Recorder(run.evidence) as recorder:
        recorder.record(evidence(case, plan) if rows is None else rows)
    write_reports(assess_run(run), folder)


def _quick(folder: Path) -> None:
    make(folder, plan_of(CASE.profile(), scale=QUICK))


def _without_dependencies(folder: Path) -> None:
    case = replace(CASE, dependencies=0)
    make(folder, plan_of(case.profile()), case=case)


def _undeclared(folder: Path) -> None:
    make(folder, plan_of(CASE.profile().model_copy(update={"dependencies": NoDependencies()})))


def _without_power(folder: Path) -> None:
    make(folder, plan_of(CASE.profile().model_copy(update={"power": Power()})))


def _without_verify(folder: Path) -> None:
    profile = CASE.profile()
    bare = {"verify": (), "unique": (), "processed": ()}
    journeys = {name: one.model_copy(update=bare) for name, one in profile.journeys.items()}
    plan = plan_of(profile.model_copy(update={"journeys": journeys}))
    make(folder, plan, (row for row in evidence(CASE, plan) if not _is_receipt(row)))


def _is_receipt(row: Row) -> bool:
    return isinstance(row, Observation) and isinstance(row.record, ReceiptObservation)


def _stopped_at(share: float) -> Make:
    def stopped(folder: Path) -> None:
        plan = plan_of(CASE.profile())
        last = share * plan.duration
        rows = (row for row in evidence(CASE, plan) if _time(row) <= last)
        make(folder, plan, rows, interrupted=REASON, ended=5)

    return stopped


def _time(row: Row) -> float:
    return row.time if isinstance(row, Observation) else row.ended


def _series(folder: Path) -> None:
    for number in (1, 2, 3):
        make(folder / f"trial-{number}", plan_of(CASE.profile(), seed=number))
    write_reports(combine_trials(folder), folder)


KINDS: dict[str, Make] = {
    "quick": _quick,
    "without dependencies": _without_dependencies,
    "undeclared dependencies": _undeclared,
    "without power": _without_power,
    "without verify": _without_verify,
    "stopped in calm": _stopped_at(0.1),
    "stopped in the matrix": _stopped_at(0.4),
    "stopped in the crisis": _stopped_at(0.8),
    "series": _series,
}
