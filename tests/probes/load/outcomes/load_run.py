"""Run of a load plan in the load process."""

import time
from pathlib import Path
from typing import Any

from epreuve.probes.load.plan import LoadPlan
from epreuve.probes.load.process import Load


def run(plan: LoadPlan, folder: Path) -> list[Any]:
    rows: list[Any] = []
    load = Load(plan, folder, rows.extend)
    load.start()
    assert load.wait_ready(40), load.failure
    load.go(time.monotonic() + 0.3)
    assert load.wait(20)
    assert load.failure is None
    return rows
