"""Steps that need the page before and several captured values, in load processes."""

import math
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.http.sender import Senders
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.load.arrival import Arrival
from epreuve.probes.load.plan import Endpoint, LoadPlan
from epreuve.probes.load.pool import open_load
from epreuve.probes.load.topology import LoadTopology
from epreuve.probes.pages.receipt import Reading, on_site, verify_receipts
from epreuve.probes.pages.receipt_controls import receipt_controls
from tests.probes.load.application import JOURNEY, Application
from tests.probes.load.worker_processes import joined, started

pytestmark = pytest.mark.process
USERS = 12


@pytest.mark.parametrize("workers", [0, 1])
def test_receipts_of_an_application_are_read_with_the_values_kept(
    serve: Any, tmp_path: Path, bind: str, workers: int
) -> None:
    application = Application()
    service = serve(application)
    endpoints = {"ville": Endpoint(service.address, "town.example:80", 5)}
    arrivals = [Arrival(number, number * 0.01, "file", "ville") for number in range(USERS)]
    plan = LoadPlan(math.nan, 8.0, 7, endpoints, {"file": JOURNEY}, arrivals)
    topology = LoadTopology(workers=1, bind=bind) if workers else LoadTopology()
    with Recorder(tmp_path / "evidence.db") as recorder:
        load = open_load(plan, tmp_path, recorder.record, topology)
        with joined(bind, workers):
            started(load)
            assert load.wait(30), load.failure
    evidence = Evidence(tmp_path / "evidence.db")
    attempts = list(evidence.attempts())
    evidence.close()
    assert {row.outcome for row in attempts} == {"success"}
    assert {row.receipt: row.kept["key"] for row in attempts} == {
        number: key for number, (key, _) in application.kept.items()
    }
    assert application.changed == set(application.kept)
    assert states(attempts, service.address) == ["stored"] * USERS
    del application.kept[attempts[4].receipt]
    expected = ["lost" if place == 4 else "stored" for place in range(USERS)]
    assert states(attempts, service.address) == expected


def states(attempts: list[Attempt], address: str) -> list[str]:
    """Return the state of each submission, read again as at the end of a run."""

    def citizen(number: int) -> Citizen:
        return Citizen(7, number)

    run = on_site(address, "town.example:80", Senders("7:"))
    control = receipt_controls(JOURNEY, citizen(900), run, appears_within=0.1)
    assert control.positive, control
    assert control.negative, control
    reading = Reading({"file": JOURNEY}, citizen, run, 10.0, {"file": control}, now=lambda: 20.0)
    rows = sorted(verify_receipts(attempts, reading), key=lambda row: row.record.arrival)
    return [row.record.state for row in rows]
