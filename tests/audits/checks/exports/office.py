"""A service with data export, and the exports taken from it."""

import json
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from epreuve.audits.checks.durability.exports import Exports
from epreuve.audits.checks.facts.facts import Facts
from epreuve.audits.crises.crisis import read_crisis
from epreuve.audits.execution.exports import take_exports
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.planner import make_plan
from epreuve.audits.profile.model import Profile
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt
from epreuve.probes.journeys.citizen import Citizen

SEED, FILED = 5, 8
CLOCK: Any = SimpleNamespace(now=lambda: 200.0)
Answer = tuple[int, bytes]


class Office(ThreadingHTTPServer):
    """Responds to each path as its `answers` say."""

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
