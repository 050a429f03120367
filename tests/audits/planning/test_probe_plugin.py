"""Probe in one file: planned at the times and with the users that it declares."""

import json
from pathlib import Path

import pytest

from tests.harness.plugins import install, run_with

pytestmark = pytest.mark.process

PROFILE = Path(__file__).parents[3] / "audits" / "demo" / "sobre.yaml"
PROBE = """
from epreuve.audits.checks.probing.context import probe
from epreuve.audits.planning.probe_cohort import ProbeCohort
from epreuve.audits.planning.probe_schedule import AtStart, InSilentCell
from epreuve.faults.silent import Silent

SAILOR = ProbeCohort("sailor", service="edge", third_parties=Silent(), start=1.0, until="ramp")


@probe("weather page", AtStart(2.0), InSilentCell(frozenset({"PAY"}), 0.5), cohort=SAILOR)
def weather_page(context, request):
    yield from ()
"""


def test_a_probe_in_one_file_is_in_the_plan(tmp_path: Path) -> None:
    sources = {"gremlin/__init__.py": "", "gremlin/weather_probe.py": PROBE}
    install(tmp_path, "epreuve.checks", "gremlin", sources)
    words = ("plan", str(PROFILE), "--seed", "1", "--scale", "60", "--json")
    plan = json.loads(run_with(tmp_path, "-m", "epreuve.audits", *words))
    probes = [probe for probe in plan["probes"] if probe["name"] == "weather page"]
    cell = next(w for w in plan["windows"] if w["name"] == "paiement:silent")
    assert probes == [
        {"at": 2.0, "name": "weather page", "about": "", "sends": 0},
        {
            "at": round(cell["start"] + 0.5, 3),
            "name": "weather page",
            "about": cell["name"],
            "sends": 0,
        },
    ]
    assert len(plan["probes"]) > len(probes)
    assert "sailor" in [cohort["name"] for cohort in plan["cohorts"] if cohort["linked"]]
    ramp = next(window for window in plan["windows"] if window["name"] == "ramp")
    spans = [span for span in plan["spans"] if span["subject"].startswith("sailor")]
    assert [(span["link"], span["network"], span["fault"]["kind"]) for span in spans] == [
        ("citizens-sailor", "edge", "slow_link"),
        ("citizens-sailor-carte", None, "silent"),
        ("citizens-sailor-bibliotheques", None, "silent"),
    ]
    assert {(span["start"], span["end"]) for span in spans} == {(1.0, ramp["start"])}
