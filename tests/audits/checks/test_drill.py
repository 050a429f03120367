"""Storage drill on a service with a backup, which keeps its submissions in one file."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.errors import Misuse
from epreuve.audits.execution.preparation import prepare
from epreuve.audits.execution.storage_drill import play_drill
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.model import Profile
from epreuve.probes.evidence.observation import Observation, Record
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.evidence.row import Row
from tests.audits.records import receipt

pytestmark = pytest.mark.process

FILED = 40
KEPT = 30  # were in the file when it was copied
NOW = 100.0  # seconds since the run's zero when the storage is destroyed


class Registry(ThreadingHTTPServer):
    """Shows a submission as long as its number is in the file."""

    daemon_threads = True

    def __init__(self, file: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.file = file


class _Handler(BaseHTTPRequestHandler):
    server: Registry

    def do_GET(self) -> None:
        number = self.path.rpartition("/")[2]
        known = self.server.file.read_text().split() if self.server.file.exists() else []
        body = number.encode()
        self.send_response(200 if number in known or not number else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class Site:
    """The bench's part in it."""

    def __init__(self) -> None:
        self.clock: Any = SimpleNamespace(now=lambda: NOW)
        self.power: list[str] = []

    def power_off(self) -> None:
        self.power.append("off")

    def power_on(self) -> None:
        self.power.append("on")


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    file, numbers = tmp_path / "dossiers", [f"N{number}" for number in range(FILED)]
    (tmp_path / "backup").write_text(" ".join(numbers[:KEPT]))
    file.write_text(" ".join(numbers))
    with Registry(file) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def drilled(registry: Registry, **drill: Any) -> Plan:
    file = registry.file
    commands = {
        "destroy": ["rm", str(file)],
        "restore": ["cp", str(file.with_name("backup")), str(file)],
        "within": "10 s",
    }
    address = f"http://127.0.0.1:{registry.server_port}"
    profile = Profile.model_validate(
        {
            "epreuve": 1,
            "service": {"name": "s", "address": address, "normal_peak": "2/s"},
            "power": {"boot_within": "2 s"},
            "journeys": {
                "deposer": {
                    "critical": True,
                    "steps": [{"post": "/depot", "capture": {"receipt": "n° (.+)"}}],
                    "acknowledged_by": "receipt",
                    "verify": [{"get": "/dossiers/{receipt}"}],
                }
            },
            "drill": {**commands, **drill},
        }
    )
    return make_plan(profile, read_crisis("tous-risques"), seed=1, scale=60, drill=True)


def filed() -> list[Attempt]:
    """One a second; the last at 39 s."""
    return [
        Attempt(n, "deposer", "c", n, n, n, "success", "POST /depot", f"N{n}", float(n), False)
        for n in range(FILED)
    ]


def found_good(attempts: list[Attempt]) -> list[Observation[Record]]:
    return [Observation(90.0, attempt.receipt, receipt(attempt.arrival)) for attempt in attempts]


def facts(plan: Plan, rows: list[Row], path: Path) -> Facts:
    with Recorder(path) as recorder:
        recorder.record(rows)
    return Facts(plan, Evidence(path))


def test_submissions_after_the_backup_are_the_loss(registry: Registry, tmp_path: Path) -> None:
    plan, site, attempts = drilled(registry), Site(), filed()
    observations = list(play_drill(plan, site, tmp_path, attempts, {}))
    assert site.power == ["off", "on"]
    known = facts(plan, [*attempts, *found_good(attempts), *observations], tmp_path / "evidence.db")
    loss = known.storage_loss
    assert (loss.held, loss.lost, loss.window) == (FILED, FILED - KEPT, NOW - KEPT)
    known.evidence.close()


def test_earlier_losses_are_not_losses_of_the_drill(registry: Registry, tmp_path: Path) -> None:
    plan, attempts = drilled(registry), filed()
    observations = list(play_drill(plan, Site(), tmp_path, attempts, {}))
    known = facts(
        plan, [*attempts, *found_good(attempts[:35]), *observations], tmp_path / "evidence.db"
    )
    assert (known.storage_loss.held, known.storage_loss.lost) == (35, 5)
    known.evidence.close()


def test_a_failed_destruction_is_also_restored(registry: Registry, tmp_path: Path) -> None:
    plan, site = drilled(registry, destroy=["false"]), Site()
    registry.file.unlink()
    [observation] = play_drill(plan, site, tmp_path, filed(), {})
    assert "drill.destroy: `false` ended with 1" in observation.record.error
    assert site.power == ["off", "on"]
    assert len(registry.file.read_text().split()) == KEPT


def test_a_failed_restoration_is_reported(registry: Registry, tmp_path: Path) -> None:
    plan, site = drilled(registry, restore=["sleep", "20"], within="0.2 s"), Site()
    [observation] = play_drill(plan, site, tmp_path, filed(), {})
    assert "drill.restore: `sleep 20` did not end" in observation.record.error
    assert site.power == ["off", "on"]


def test_a_drill_without_commands_is_misuse() -> None:
    import epreuve.audits.demo

    profile = Path(epreuve.audits.demo.__path__[0]) / "sobre.yaml"
    with pytest.raises(Misuse, match="needs `drill:`"):
        prepare(profile, "tous-risques", 1, 60, drill=True)
