"""A run that a real Prometheus scrapes."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.documented.test_blocks import write_profile
from tests.harness.programs import ROOT

pytestmark = [pytest.mark.needs_unshare, pytest.mark.needs_prometheus]

PAGE = (ROOT / "docs/prometheus/README.md").read_text()
[(AUDIT, PROMETHEUS)] = re.findall(r"^```\n(epreuve .*)\n(prometheus .*)\n```", PAGE, re.MULTILINE)
ASK = """
import json, sys, time, urllib.request
url = "http://127.0.0.1:9090/api/v1/query?query=epreuve_journeys_total"
end = time.monotonic() + 60
while time.monotonic() < end:
    try:
        with urllib.request.urlopen(url) as response:
            series = json.load(response)["data"]["result"]
    except OSError:
        series = []
    if any(float(row["value"][1]) > 0 for row in series):
        break
    time.sleep(0.5)
print(json.dumps(series))
"""


@pytest.mark.slow
def test_prometheus_scrapes_the_journeys(tmp_path: Path, run_here: Callable[..., str]) -> None:
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "ask.py").write_text(ASK)
    write_profile(tmp_path, AUDIT.split()[2])
    output = run_here(f"""
{AUDIT} --quiet > audit.log 2>&1 & audit=$!
{PROMETHEUS} 2> log & prometheus=$!
python ask.py
kill -TERM $audit $prometheus
wait""")
    [journeys, *_] = json.loads(output)
    assert journeys["metric"]["job"] == "epreuve"
