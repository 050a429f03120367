"""Probe in one file: planned at the times that it declares."""

import json
from pathlib import Path

import pytest

from tests.harness.plugins import install, run_with

pytestmark = pytest.mark.process

PROFILE = Path(__file__).parents[3] / "audits" / "demo" / "sobre.yaml"
PROBE = """
from epreuve.audits.checks.probing.context import probe
from epreuve.audits.planning.probe_schedule import AtStart, InSilentCell


@probe("weather page", AtStart(2.0), InSilentCell(frozenset({"PAY"}), 0.5))
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
        {"at": 2.0, "name": "weather page", "about": ""},
        {"at": round(cell["start"] + 0.5, 3), "name": "weather page", "about": cell["name"]},
    ]
    assert len(plan["probes"]) > len(probes)
