"""A dependency declared as the operator's own, where users sign in: the report warns of it."""

from pathlib import Path
from types import ModuleType

from epreuve.audits.checks.facts.traffic import TrafficObservation
from epreuve.audits.planning.plan import CONTROL_CELL, Plan
from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.audits.scoring.assess import assess_run
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.row import Row


def test_a_sign_in_at_a_database_is_a_warning(
    frozen: ModuleType, plan: Plan, good_rows: tuple[Row, ...], tmp_path: Path
) -> None:
    (own,) = (name for name, one in plan.profile.dependencies.items() if one.set == "DB")
    third = next(name for name, one in plan.profile.dependencies.items() if one.set == "ID")
    sign_ins = {dependency_link(name): 3 for name in (own, third)}
    opened = {dependency_link(name): 5 for name in plan.profile.dependencies}
    seen = TrafficObservation(opened=opened, sign_ins=sign_ins)
    rows = [*good_rows, Observation(1.0, CONTROL_CELL, seen)]
    assessment = assess_run(frozen.keep(tmp_path / "run", plan, rows))
    (warning,) = (one for one in assessment.warnings if "users sign in there" in one.en)
    assert "as the operator's own (DB)" in warning.en
