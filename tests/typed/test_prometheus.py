"""A run followed by a real Prometheus, both lines typed as they stand."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.typed.conftest import ROOT
from tests.typed.test_blocks import profile

pytestmark = [pytest.mark.needs_unshare, pytest.mark.needs_prometheus]

PAGE = (ROOT / "docs/prometheus/README.md").read_text()
[(AUDIT, PROMETHEUS)] = re.findall(r"^```\n(epreuve .*)\n(prometheus .*)\n```", PAGE, re.MULTILINE)
ASK = """
import json, sys, time, urllib.request
url = "http://127.0.0.1:9090/api/v1/query?query=epreuve_journeys_total"
end = time.monotonic() + 60
while time.monotonic() < end:
    try:
        with urllib.request.urlopen(url) as answer:
            found = json.load(answer)["data"]["result"]
    except OSError:
        found = []
    if any(float(each["value"][1]) > 0 for each in found):
        break
    time.sleep(0.5)
print(json.dumps(found))
"""


@pytest.mark.slow
def test_prometheus_sees_the_journeys(tmp_path: Path, type_apart: Callable[..., str]) -> None:
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    (tmp_path / "ask.py").write_text(ASK)
    profile(tmp_path, AUDIT.split()[2])
    told = type_apart(f"""
{AUDIT} --quiet > said 2>&1 & audit=$!
{PROMETHEUS} 2> log & prometheus=$!
python ask.py
kill -TERM $audit $prometheus
wait""")
    [journeys, *_] = json.loads(told)
    assert journeys["metric"]["job"] == "epreuve"
