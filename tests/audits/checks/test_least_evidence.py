"""No criterion passes without evidence: nothing observed, or one observation of each kind."""

import datetime
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.facts.traffic import TrafficObservation
from epreuve.audits.checks.judgement import judgement_of
from epreuve.audits.grid.grid import load_grid
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.dependencies import NoDependencies
from epreuve.audits.runs.records.faults import FaultBegin, FaultHeal
from epreuve.audits.runs.records.power import POWER_EVENTS
from epreuve.audits.scoring.criterion_result import judge_criterion
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt, Request
from epreuve.probes.evidence.row import Row

DAY = datetime.date(2026, 11, 21)
# What the test bench did, which is no observation of the service.
EVENTS = (FaultBegin, FaultHeal, TrafficObservation, *POWER_EVENTS)
# Criteria whose one observation is all there is to observe.
WHOLE = {
    "FRU-1": "one entry page",
    "FRU-3": "each page has one weight; a page that did not load is inconclusive",
    "FRU-4": "as FRU-3",
    "FRU-5": "as FRU-3",
    "HUM-1": "each page is read once; a page without a response is recorded",
    "IND-6": "the hosts of each page are read once",
    "REC-2": "one good response after each power cut is a restart",
}


def full_marks(plan: Plan, rows: Iterable[Row], folder: Path) -> set[str]:
    """Criteria with full marks by measurement: no declaration counts."""
    bare = plan.profile.model_copy(update={"declared": {}, "not_applicable": {}})
    plan = plan.model_copy(update={"profile": bare})
    with Recorder(folder / "evidence.db") as recorder:
        recorder.record(list(rows))
    with closing(Evidence(folder / "evidence.db")) as evidence:
        facts = Facts(plan, evidence)
        results = {
            criterion.id: judge_criterion(criterion, facts, bare, DAY)
            for criterion in load_grid().criteria
            if judgement_of(criterion.id) is not None
        }
    errors = {id: one.reason.en for id, one in results.items() if one.mark.outcome == "error"}
    assert errors == {}
    return {id for id, one in results.items() if one.mark.score == 100}


def thinned(plan: Plan, rows: Iterable[Row]) -> Iterator[Row]:
    """Keep one journey of each window with its requests, one record of each kind, all events."""
    kept: set[object] = set()
    users: set[int] = set()
    ordered = sorted(rows, key=lambda row: (isinstance(row, Request), getattr(row, "intended", 0)))
    for row in ordered:
        if isinstance(row, Request):
            if row.arrival in users:
                yield row
            continue
        if isinstance(row, Attempt):
            inside = (one.name for one in plan.windows if one.start <= row.intended < one.closes)
            kind: object = next(inside, None)
        else:
            kind = None if isinstance(row.record, EVENTS) else row.kind
        if kind in kept:
            continue
        if kind is not None:
            kept.add(kind)
        if isinstance(row, Attempt):
            users.add(row.arrival)
        yield row


@pytest.mark.parametrize("dependencies", ["declared", "none"])
def test_nothing_observed_gives_no_full_marks(
    plan: Plan, tmp_path: Path, dependencies: str
) -> None:
    if dependencies == "none":
        alone = {"dependencies": NoDependencies()}
        plan = plan.model_copy(update={"profile": plan.profile.model_copy(update=alone)})
    assert full_marks(plan, [], tmp_path) == set()


def test_one_observation_of_each_kind_gives_full_marks_to_whole_populations_only(
    plan: Plan, good_rows: tuple[Row, ...], tmp_path: Path
) -> None:
    assert full_marks(plan, thinned(plan, good_rows), tmp_path) == set(WHOLE)
