"""Dependencies that the service does not call through their proxy: warned of, and not judged."""

from pathlib import Path
from types import ModuleType

import pytest

from epreuve.audits.checks.facts.traffic import TrafficObservation
from epreuve.audits.planning.plan import CONTROL_CELL, Plan
from epreuve.audits.planning.proxy_names import dependency_link
from epreuve.audits.runs.records.bench import StartCalls
from epreuve.audits.scoring.assess import assess_run
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.row import Row

LISTEN = "127.0.0.1:18112"
NEVER = (
    "identity provider was never contacted through its proxy: either the service does not use it, "
    f"or it does not go through `listen` ({LISTEN})."
)
WORST = "Criteria assume the worst of it, or are inconclusive."
UPSTREAM = (
    "At its start, the service called identity provider at its `upstream` (127.0.0.1:18102), past "
    "its proxy: faults do not reach these calls."
)
ADVICE = (
    f"Let the service call {LISTEN}. If it does not use identity provider, remove it from "
    "`dependencies`."
)


@pytest.mark.parametrize(
    ("opened", "bypassed", "warnings", "notes"),
    [
        (0, (), [], [f"{NEVER} {WORST} {ADVICE}"]),
        (0, ("identite",), [f"{NEVER} {UPSTREAM} {ADVICE}"], []),
        (3, ("identite",), [f"{UPSTREAM} {ADVICE}"], []),
        (3, (), [], []),
    ],
)
def test_a_bypassed_proxy_is_a_warning(
    frozen: ModuleType, plan: Plan, good_rows: tuple[Row, ...], tmp_path: Path,
    opened: int, bypassed: tuple[str, ...], warnings: list[str], notes: list[str],
) -> None:  # fmt: skip
    counts = {dependency_link(name): 5 for name in plan.profile.dependencies}
    counts[dependency_link("identite")] = opened
    calm = plan.window(CONTROL_CELL)
    assert calm is not None
    rows = [
        *good_rows,
        Observation(calm.start, CONTROL_CELL, TrafficObservation(opened=counts)),
        Observation(0.0, "service", StartCalls(hosts=(), bypassed=bypassed)),
    ]
    assessment = assess_run(frozen.keep(tmp_path / "run", plan, rows))
    assert [one.en for one in assessment.warnings if "identity provider" in one.en] == warnings
    assert [one.en for one in assessment.notes if "identity provider" in one.en] == notes
    (finding,) = (one for one in assessment.findings if one.id == "IND-2")
    assert (finding.outcome == "inconclusive") is (opened == 0)
