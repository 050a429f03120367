"""Discovery of the checks."""

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, sys
from epreuve.audits.checks.probing.schedules import probe_schedules
from epreuve.audits.checks.probing.context import SCHEDULES
from epreuve.audits.checks.registry import load_checks

planned = sorted(schedule.name for schedule in probe_schedules())
judgements = [name for name in sys.modules if name.endswith("judgements")]
load_checks()
readers = [name for name in sys.modules if name.startswith(("epreuve.probes.html.", "babel"))]
print(json.dumps([planned, sorted(SCHEDULES), judgements, readers]))
"""


@pytest.mark.process
def test_planning_imports_all_probes_no_judgement_and_no_reader_of_pages():
    output = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True).stdout
    planned, registered, judgements, readers = json.loads(output)
    assert planned == registered
    assert not judgements
    assert not readers
