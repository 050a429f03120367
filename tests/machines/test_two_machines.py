"""An audit with a load worker on another machine."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from epreuve.probes.evidence.store import Evidence, EvidenceError

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
def audit(tmp_path: Path, machines: Any, free_port: Callable[[], int]) -> Any:
    """An audit on one machine that waits for the other."""
    service = tmp_path / "service.py"
    service.write_text(SERVICE)
    (tmp_path / "profile.yaml").write_text(PROFILE.format(service=service, port=free_port()))
    (tmp_path / "crisis.yaml").write_text(CRISIS)
    return machines.start(
        "master", EPREUVE, "audit", "profile.yaml", "--crisis", "crisis.yaml", "--scale", "60",
        "--seed", "1", "--folder", "run", "--lang", "en", "--workers", "1",
        "--bind", f"{machines.address}:{PORT}", cwd=tmp_path,
    )  # fmt: skip


def sent(run: Path) -> int:
    """Number of journeys that ended so far."""
    try:
        evidence = Evidence(run / "evidence.db")
    except EvidenceError:
        return 0
    try:
        ((count,),) = evidence.query("SELECT count(*) FROM attempt")
        return int(str(count))
    finally:
        evidence.close()


@pytest.mark.slow
def test_a_worker_on_another_machine_sends_all_users(
    audit: Any, machines: Any, tmp_path: Path
) -> None:
    worker = machines.start("worker", EPREUVE, "worker", "--master", f"{machines.address}:{PORT}")
    output, _ = audit.communicate(timeout=150)
    assert audit.returncode in (0, 1, 3), output  # so small a profile may have too little evidence
    assert "interrupted" not in json.loads((tmp_path / "run" / "run.json").read_text())
    assert "waiting for 1 workers" in output
    worker_output, _ = worker.communicate(timeout=20)
    assert worker.returncode == 0, worker_output
    assert f"arrivals to send to http://{machines.address}:" in worker_output

    run = tmp_path / "run"
    planned = json.loads((run / "load.json").read_text())["arrivals"]
    evidence = Evidence(run / "evidence.db")
    sent_arrivals = {(attempt.arrival, attempt.intended) for attempt in evidence.attempts()}
    clocks = [e.value for e in evidence.observations("load") if e.subject == "clock"]
    evidence.close()
    assert sent_arrivals == {(number, at) for number, at, _, _ in planned}
    assert [(clock["worker"], clock["when"]) for clock in clocks] == [(0, "start"), (0, "end")]
    generator = json.loads((run / "assessment.json").read_text())["bench"]["generator"]
    assert generator["started"] == generator["intended"] == len(planned)


@pytest.mark.slow
def test_a_cut_cable_makes_the_run_void_and_ends_the_worker(
    audit: Any, machines: Any, tmp_path: Path
) -> None:
    worker = machines.start("worker", EPREUVE, "worker", "--master", f"{machines.address}:{PORT}")
    end = time.monotonic() + 60
    while sent(tmp_path / "run") < 10 and time.monotonic() < end:
        time.sleep(0.1)
    machines.part()
    output, _ = audit.communicate(timeout=60)
    assert audit.returncode == 6, output
    assert "was lost: it no longer responds; its part was not redistributed" in output
    assert "Traceback" not in output
    worker.communicate(timeout=30)
    assert worker.returncode == 3
    result = json.loads((tmp_path / "run" / "assessment.json").read_text())["result"]
    assert result["letter"] is None
