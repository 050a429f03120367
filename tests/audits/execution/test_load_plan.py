"""Load plan of a profile: what the load process reads is what the audit wrote."""

from pathlib import Path

import pytest

from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.execution.load_plan import load_plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.loading import prepare_profile
from epreuve.probes.load.plan import LoadPlan

DEMONSTRATION = Path(__file__).parents[3] / "audits" / "demo"


@pytest.mark.parametrize("supplier", ["sobre", "fragile"])
def test_the_load_process_reads_journeys_with_a_title(supplier: str) -> None:
    profile = prepare_profile(DEMONSTRATION / f"{supplier}.yaml")
    assert all(journey.title is not None for journey in profile.journeys.values())
    plan = make_plan(profile, read_crisis("tous-risques"), seed=7, scale=60.0)
    endpoints = {cohort.name: "127.0.0.1:1" for cohort in plan.cohorts}
    written = load_plan(plan, endpoints)
    read = LoadPlan.from_json(written.to_json())
    assert {name: one.steps for name, one in read.journeys.items()} == {
        name: one.steps for name, one in written.journeys.items()
    }
