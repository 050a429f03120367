"""An audit with its load on another machine: all arrivals, and void when that machine is lost."""

import itertools
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.errors import EvidenceError
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.load.records import WorkerClock
from tests.harness import short_audit
from tests.harness.repeat import play_until_valid

pytestmark = pytest.mark.needs_namespaces

SERVICE = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.wfile.write(b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\n"
            b"Content-Length: 7\\r\\n\\r\\nBonjour")

    def log_message(self, *words):
        pass

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Pages).serve_forever()
"""
PROFILE = """\
epreuve: 1
service: {{name: Petit guichet, address: "http://127.0.0.1:{port}", normal_peak: 4 journeys/s}}
journeys:
  lire: {{critical: true, steps: [{{get: /, expect: {{contains: Bonjour}}}}]}}
power: {{level: process, start: ["{{python}}", {service}, "{port}"], boot_within: 8 s}}
"""
CRISIS = """\
epreuve_crisis: 1
id: petite
title: {fr: Petite, en: Small}
paragraph: {fr: Une petite crise., en: A small crisis.}
assumptions: [{fr: Tout., en: All of it.}]
lessons: [{fr: Rien., en: Nothing.}]
real: {before: 4 min, during: 4 min, after: 0 s}
stages:
  - {id: foule, phase: during, real: 4 min, title: {fr: Foule, en: Crowd}}
"""
EPREUVE = str(Path(sys.executable).with_name("epreuve"))
PORT = 5557


@pytest.fixture
def start_audit(machines: Any, free_port: Callable[[], int]) -> Callable[..., Any]:
    """Start an audit on one machine, in a folder; it waits for the other."""

    def start(folder: Path, *program: str) -> Any:
        service = folder / "service.py"
        service.write_text(SERVICE)
        (folder / "profile.yaml").write_text(PROFILE.format(service=service, port=free_port()))
        (folder / "crisis.yaml").write_text(CRISIS)
        return machines.start(
            "master", *program, "audit", "profile.yaml", "--crisis", "crisis.yaml", "--scale", "60",
            "--seed", "1", "--folder", "run", "--lang", "en", "--workers", "1",
            "--bind", f"{machines.address}:{PORT}", cwd=folder,
        )  # fmt: skip

    return start


@pytest.fixture
def start_worker(machines: Any) -> Callable[[], Any]:
    """Start a worker on the other machine."""
    address = f"{machines.address}:{PORT}"
    return lambda: machines.start("worker", EPREUVE, "worker", "--master", address)


def ended_sessions(run: Path) -> int:
    """Return how many sessions have ended."""
    try:
        evidence = Evidence(run / "evidence.db")
    except EvidenceError:
        return 0
    try:
        return len(list(evidence.attempts()))
    finally:
        evidence.close()


@pytest.mark.slow
def test_a_worker_on_another_machine_sends_all_arrivals(
    start_audit: Any, start_worker: Any, machines: Any, tmp_path: Path
) -> None:
    def play(folder: Path) -> None:
        audit, worker = start_audit(folder, *short_audit.COMMAND), start_worker()
        output, _ = audit.communicate(timeout=150)
        # So small a profile may have too little evidence for a letter: exit code 3.
        assert audit.returncode in (0, 1, 3), output
        assert "interrupted" not in json.loads((folder / "run" / "run.json").read_text())
        assert "waiting for 1 worker;" in output
        output, _ = worker.communicate(timeout=60)
        assert worker.returncode == 0, output
        assert f"arrivals to send to http://{machines.address}:" in output

    run = play_until_valid(play, tmp_path) / "run"
    arrivals = json.loads((run / "load.json").read_text())["arrivals"]
    evidence = Evidence(run / "evidence.db")
    sent = {attempt.arrival: attempt.intended for attempt in evidence.attempts()}
    clocks = [observation.record for observation in evidence.observations(WorkerClock)]
    evidence.close()
    planned = {number: at for number, at, _, _ in arrivals}
    assert sent.keys() == planned.keys()
    # The pauses of the plan shift arrivals: each by as much as the one before it, or by more.
    pauses = [sent[number] - planned[number] for number in sorted(planned, key=planned.__getitem__)]
    assert pauses[0] >= 0
    assert all(later >= pause - 1e-6 for pause, later in itertools.pairwise(pauses))
    assert [(clock.worker, clock.when) for clock in clocks] == [(0, "start"), (0, "end")]
    generator = json.loads((run / "assessment.json").read_text())["bench"]["generator"]
    assert generator["started"] == generator["intended"] == len(arrivals)


@pytest.mark.slow
def test_a_lost_worker_voids_the_trial_and_ends(
    start_audit: Any, start_worker: Any, machines: Any, tmp_path: Path
) -> None:
    audit, worker = start_audit(tmp_path, EPREUVE), start_worker()
    end = time.monotonic() + 60
    while ended_sessions(tmp_path / "run") < 10 and time.monotonic() < end:
        time.sleep(0.1)
    machines.disconnect()
    output, _ = audit.communicate(timeout=60)
    assert audit.returncode == 6, output
    assert "was lost: it no longer responds; its part was not redistributed" in output
    assert "Traceback" not in output
    worker.communicate(timeout=60)
    assert worker.returncode == 3
    result = json.loads((tmp_path / "run" / "assessment.json").read_text())["result"]
    assert result["letter"] is None
