"""Power levels `command` and `proxy`, in short runs on a service that the run did not start."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from epreuve.audits.execution.preparation import prepare
from epreuve.audits.execution.progress.listener import Listener
from epreuve.audits.execution.run import play
from epreuve.audits.execution.test_bed import TestBed
from epreuve.audits.planning.plan import Load, Plan, PowerCut
from epreuve.audits.runs.records.power import POWER_EVENTS, PowerEvent, PowerOff
from epreuve.audits.runs.run_folder import new_run
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.records import Request
from epreuve.probes.http.readiness import wait_ready
from epreuve.probes.http.sender import Senders

pytestmark = [pytest.mark.slow, pytest.mark.process]

OFF, ON, END = 2.0, 4.0, 9.0  # seconds of the run: the cut, the return, the end
BOOT = 1.0
UP_AGAIN = ON + BOOT + 1.5  # from then on the service responds, also on a busy machine

SERVICE = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Pages(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html><body>Bonjour</body></html>")

    def log_message(self, *words):
        pass

ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Pages).serve_forever()
"""

# The switch of an operator: it starts or kills the service, and stores its process ID.
SWITCH = """
import os, pathlib, signal, subprocess, sys
pid = pathlib.Path(__file__).with_name("pid")
if sys.argv[1] == "on":
    words = [sys.executable, str(pid.with_name("service.py")), sys.argv[2]]
    null = subprocess.DEVNULL
    started = subprocess.Popen(words, stdin=null, stdout=null, stderr=null, start_new_session=True)
    pid.write_text(str(started.pid))
elif pid.exists():
    os.kill(int(pid.read_text()), signal.SIGKILL)
    pid.unlink()
"""

PROFILE = """\
epreuve: 1
service: {{name: Petit guichet, address: "http://127.0.0.1:{port}", normal_peak: 10 journeys/s}}
journeys:
  lire:
    critical: true
    steps: [{{get: /, expect: {{contains: Bonjour}}}}]
power: {power}
"""


@dataclass(frozen=True)
class Place:
    """A folder with a running service and its switch."""

    path: Path
    port: int

    def switch(self, state: str) -> None:
        words = [sys.executable, str(self.path / "switch.py"), state, str(self.port)]
        subprocess.run(words, check=True, timeout=20)

    @property
    def pid(self) -> str:
        return (self.path / "pid").read_text()

    def plan(self, power: str) -> Plan:
        """Plan ten users per second, one power cut and nothing else."""
        (self.path / "profile.yaml").write_text(PROFILE.format(port=self.port, power=power))
        whole = prepare(self.path / "profile.yaml", "tous-risques", 1, 60)
        cohort = next(cohort for cohort in whole.cohorts if cohort.linked)
        load = Load(
            name="calm", start=0, end=END - 1, points=((0, 10), (END - 1, 10)),
            mix={cohort.name: 1}, journeys={"lire": 1}, even=True,
        )  # fmt: skip
        cut = PowerCut(stage=whole.cuts[0].stage, pattern="P2", start=OFF, end=ON)
        changes = {
            "cohorts": (cohort,), "loads": (load,), "cuts": (cut,), "duration": END,
            "patience": 1.5, "retries": (0, 0.5, 1.5), "windows": (), "spans": (), "barriers": (),
            "returns": (), "probes": (),
        }  # fmt: skip
        return whole.model_copy(update=changes)

    def run(self, power: str) -> tuple[list[PowerEvent], list[Request]]:
        """The records of the power, and the requests."""
        plan = self.plan(power)
        folder = new_run(plan, self.path / "run")
        with pytest.MonkeyPatch.context() as patch:  # A calibration would make another plan.
            patch.setattr(TestBed, "calibrate", lambda bed: (None, {}))
            patch.setattr("epreuve.audits.execution.run.calibrated", lambda plan, _: plan)
            play(plan, folder, Listener())
        evidence = Evidence(folder.evidence)
        try:
            events = [row.record for row in evidence.observations(*POWER_EVENTS)]
            return events, list(evidence.requests())
        finally:
            evidence.close()


@pytest.fixture
def place(tmp_path: Path, free_port: Callable[[], int]) -> Iterator[Place]:
    (tmp_path / "service.py").write_text(SERVICE)
    (tmp_path / "switch.py").write_text(SWITCH)
    made = Place(tmp_path, free_port())
    made.switch("on")
    try:
        address = f"http://127.0.0.1:{made.port}"
        assert (
            wait_ready(address, "/", 15, f"127.0.0.1:{made.port}", Senders("test").of(0))
            is not None
        )
        yield made
    finally:
        made.switch("off")


def assert_down_then_up(requests: list[Request]) -> None:
    """Check the outcomes before, during and after the cut."""
    before = [request.outcome for request in requests if request.ended < OFF]
    dark = [request.outcome for request in requests if OFF + 0.5 < request.started < ON - 0.1]
    after = [request.outcome for request in requests if request.started > UP_AGAIN]
    assert len(before) > 10
    assert set(before) == {"success"}
    assert len(dark) > 8
    assert "success" not in dark
    assert len(after) > 8
    assert set(after) == {"success"}


def test_the_commands_of_the_profile_cut_and_restore(place: Place) -> None:
    command = f'["{{python}}", "{place.path}/switch.py", "%s", "{place.port}"]'
    before = place.pid
    off, on = (command % way for way in ("off", "on"))
    events, requests = place.run(f"{{level: command, cut: {off}, restore: {on}, within: 10 s}}")
    assert [event.kind for event in events] == ["power off", "power on"]
    assert isinstance(events[0], PowerOff)
    report = events[0].report
    assert events[0].level == "command"
    assert report.command_seconds is not None
    assert report.down_seconds is not None
    assert 0 < report.command_seconds <= report.down_seconds < ON - OFF
    assert place.pid != before
    assert_down_then_up(requests)


def test_the_links_alone_go_dark_and_the_service_never_knows(place: Place) -> None:
    before = place.pid
    events, requests = place.run(f"{{level: proxy, boot: {BOOT:.0f} s}}")
    assert [event.kind for event in events] == ["power off", "power on"]
    assert isinstance(events[0], PowerOff)
    assert events[0].level == "proxy"
    confirmed = events[0].report.confirmed
    assert isinstance(confirmed, dict)
    assert confirmed
    assert all(state.toxics for state in confirmed.values())
    assert place.pid == before
    assert_down_then_up(requests)
    booting = {
        request.outcome for request in requests if ON + 0.4 < request.started < ON + BOOT - 0.1
    }
    assert booting == {"refused"}
