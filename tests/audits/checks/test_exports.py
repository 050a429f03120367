"""Exports taken from a service with data export and from one without."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from epreuve.audits.checks.durability.export_records import UserExport
from epreuve.audits.checks.durability.exports import NOBODY, Exports
from epreuve.audits.checks.facts.attempts import Tries
from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.execution.exports import take_exports
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.model import Profile
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.citizen import Citizen

SEED, FILED = 5, 8
CLOCK: Any = SimpleNamespace(now=lambda: 200.0)
Answer = tuple[int, bytes]


class Office(ThreadingHTTPServer):
    """Answers each path as its `answers` say."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[str, Callable[[str], Answer]] = {}
        self.requests: list[str] = []


class _Handler(BaseHTTPRequestHandler):
    server: Office

    def do_GET(self) -> None:
        self.server.requests.append(self.path)
        head, _, number = self.path.rpartition("/")
        answer = self.server.answers.get(head) or self.server.answers.get(self.path)
        status, body = answer(number) if answer else (404, b"")
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def office() -> Iterator[Office]:
    with Office() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


def plan(office: Office, export: Any) -> Plan:
    journey = {
        "critical": True,
        "steps": [
            {
                "post": "/depot",
                "form": {
                    "nom": "{citizen.name}",
                    "rue": "{citizen.street}",
                    "ne_le": "{citizen.birthday}",
                    "objet": "Acte",
                },
                "files": {"piece": "{citizen.file}"},
                "capture": {"receipt": "n° (.+)"},
            }
        ],
        "acknowledged_by": "receipt",
    }
    profile = Profile.model_validate(
        {
            "epreuve": 1,
            "service": {
                "name": "s",
                "address": f"http://127.0.0.1:{office.server_port}",
                "normal_peak": "2/s",
            },
            "journeys": {"deposer": journey, "s-informer": {"steps": [{"get": "/"}]}},
            "export": export,
        }
    )
    return make_plan(profile, read_crisis("tous-risques"), seed=SEED, scale=60)


def filed(count: int = FILED) -> list[Attempt]:
    return [
        Attempt(n, "deposer", "c", n, n, n, "success", "POST /depot", f"N{n}", float(n), False)
        for n in range(count)
    ]


def own(number: str) -> Answer:
    citizen = Citizen(SEED, int(number[1:]))
    value = {"n": number, "nom": citizen.name, "piece": citizen.file.decode()}
    value["rue"] = citizen.street
    return 200, json.dumps(value).encode()


def table(*numbers: int) -> bytes:
    return "\n".join(["numero;nom", *(f"N{n};x" for n in numbers)]).encode()


WAYS = {
    "documentation": "/formats",
    "citizen": [{"get": "/export/{receipt}"}],
    "administrator": {"steps": [{"get": "/tout"}]},
}


def taken(made: Plan, folder: Path, held: list[Attempt] | None = None) -> Exports:
    (folder / "logs").mkdir(exist_ok=True)
    rows = list(take_exports(made, CLOCK, folder, filed() if held is None else held))
    with Recorder(folder / "evidence.db") as recorder:
        recorder.record(rows)
    facts = Facts(made, Evidence(folder / "evidence.db"))
    try:
        exports: Exports = facts.exports
    finally:
        facts.evidence.close()
    return exports


def test_three_citizens_and_the_administration_export(office: Office, tmp_path: Path) -> None:
    office.answers = {
        "/export": own,
        "/tout": lambda _: (200, table(*range(FILED))),
        "/formats": lambda _: (200, b"le format"),
    }
    exports = taken(plan(office, WAYS), tmp_path)
    assert exports == Exports(Tries(3, 3), Tries(FILED, FILED), True, ("CSV", "JSON"))
    assert [path for path in office.requests if "N" in path] == [
        "/export/N0", "/export/N4", "/export/N7",
    ]  # fmt: skip


def test_no_exported_data_are_kept(office: Office, tmp_path: Path) -> None:
    office.answers = {"/export": own, "/tout": lambda _: (200, table(*range(FILED)))}
    (tmp_path / "logs").mkdir()
    rows = list(take_exports(plan(office, WAYS), CLOCK, tmp_path, filed()))
    assert Citizen(SEED, 0).name not in repr(rows)
    assert [path.name for path in tmp_path.rglob("*")] == ["logs"]
    assert all(len(row.record.sha256) == 64 for row in rows if getattr(row.record, "format", None))


def test_a_page_is_no_export_and_a_part_is_counted(office: Office, tmp_path: Path) -> None:
    office.answers = {
        "/export": lambda n: own(n) if n == "N0" else (200, f"<html>{n}</html>".encode()),
        "/tout": lambda _: (200, table(0, 1)),
    }
    exports = taken(plan(office, WAYS), tmp_path)
    assert exports.citizens == Tries(3, 1)
    assert exports.receipts == Tries(FILED, 2)
    assert exports.opaque
    assert not exports.documented


def test_the_missing_parts_of_a_citizens_file_are_named(office: Office, tmp_path: Path) -> None:
    office.answers = {
        "/export": lambda number: (200, json.dumps({"n": "X" + number}).encode()),
        "/tout": lambda _: (200, table(*range(FILED))),
    }
    exports = taken(plan(office, WAYS), tmp_path)
    assert exports.citizens == Tries(3, 0)
    assert exports.faults == ("receipt, citizen.file, citizen.name, citizen.street",)


def test_a_service_without_exports_has_none(office: Office, tmp_path: Path) -> None:
    exports = taken(plan(office, WAYS), tmp_path)
    assert (exports.citizens.share, exports.receipts.share) == (0, 0)
    assert exports.faults == ("status 404 where 2xx was expected",)


def test_none_in_the_profile_needs_no_request(office: Office, tmp_path: Path) -> None:
    made = plan(office, {"citizen": "none", "administrator": "none"})
    assert taken(made, tmp_path, []) == Exports(NOBODY, NOBODY, False)
    assert office.requests == []


COMMAND = ["sh", "-c", 'printf "numero;nom\\n$FIRST;x\\n"; cat "$PLACE"']


@pytest.mark.process
def test_a_command_writes_everything_on_its_output(office: Office, tmp_path: Path) -> None:
    (tmp_path / "rest").write_bytes(table(1, 2).partition(b"\n")[2])
    env = {"FIRST": "N0", "PLACE": "{run}/rest"}
    export = {"citizen": "none", "administrator": {"command": COMMAND, "env": env}}
    assert taken(plan(office, export), tmp_path).receipts == Tries(FILED, 3)


@pytest.mark.process
@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["false"], "export.administrator: `false` ended with 1"),
        (["sleep", "9"], "export.administrator: `sleep 9` did not end in 0 s"),
    ],
)
def test_a_command_that_fails_exports_nothing(
    office: Office, tmp_path: Path, command: list[str], said: str
) -> None:
    administrator = {"command": command, "within": "0.2 s"}
    made = plan(office, {"citizen": "none", "administrator": administrator})
    exports = taken(made, tmp_path)
    assert exports.receipts == Tries(FILED, 0)
    assert exports.faults[0].startswith(said)


@pytest.mark.process
def test_a_command_that_cannot_be_started_gives_no_evidence(office: Office, tmp_path: Path) -> None:
    export = {"citizen": "none", "administrator": {"command": ["no-such-program"]}}
    with pytest.raises(NoEvidence, match=r"The export had no response: .*no-such-program"):
        taken(plan(office, export), tmp_path)


def test_a_service_with_errors_gives_no_evidence(office: Office, tmp_path: Path) -> None:
    office.answers = {"/export": lambda _: (503, b""), "/tout": lambda _: (200, table(0))}
    with pytest.raises(NoEvidence, match="The export had no response: status 503"):
        taken(plan(office, WAYS), tmp_path)


def test_without_submissions_exports_give_no_evidence(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NoEvidence, match="without an export"):
        taken(plan(office, WAYS), tmp_path, [])
    assert office.requests == []


def test_without_an_export_block_nothing_is_taken(office: Office, tmp_path: Path) -> None:
    with pytest.raises(NoEvidence, match="`export:`"):
        taken(plan(office, None), tmp_path)
    assert office.requests == []


@pytest.mark.parametrize(
    ("export", "said"),
    [
        ({"citizen": [], "administrator": "none"}, "at least 1 item"),
        ({"citizen": "none"}, "Field required"),
        ({"citizen": "none", "administrator": {}}, "exactly one of `command:` and `steps:`"),
        ({"citizen": [{"locust": "a.py:B"}], "administrator": "none"}, "no `locust` step"),
        ({"citizen": "none", "administrator": "none", "documentation": "formats"}, "pattern"),
    ],
)
def test_a_wrong_block_is_refused(office: Office, export: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        plan(office, export)


def test_the_observation_names_the_citizen(office: Office, tmp_path: Path) -> None:
    office.answers = {"/export": own, "/tout": lambda _: (200, table(0))}
    (tmp_path / "logs").mkdir()
    rows = list(take_exports(plan(office, WAYS), CLOCK, tmp_path, filed(1)))
    assert [row.subject for row in rows] == ["documentation", "citizen", "administrator"]
    export = rows[1].record
    assert isinstance(export, UserExport)
    assert (export.journey, export.arrival, export.missing) == ("deposer", 0, ())
    assert all(isinstance(row, Observation) and row.time == 200.0 for row in rows)
