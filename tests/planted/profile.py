"""Profile of the planted service, for one defect."""

import sys
from pathlib import Path
from typing import Any

import yaml

import epreuve.audits.demo
from tests.planted.defect import Defect

HERE = Path(__file__).parent
DEMONSTRATION = Path(epreuve.audits.demo.__path__[0], "sobre.yaml")
PORT = 20701
RATE = 60  # journeys a minute
LONG = 120_000  # characters: four seconds on EDGE


def profile(defect: Defect) -> dict[str, Any]:
    """Return the profile as plain values."""
    dependencies = {
        name.lower(): {
            "set": name, "listen": f"127.0.0.1:{PORT + 10 + rank}",
            "upstream": f"127.0.0.1:{PORT + 20 + rank}",
            "start": [sys.executable, str(HERE / "provider.py"), str(PORT + 20 + rank)],
        }
        for rank, name in enumerate(defect.dependencies)
    }  # fmt: skip
    links = ",".join(f"{one['set']}={one['listen']}" for one in dependencies.values())
    environment = {
        "PORT": str(PORT), "DATA": "{run}/data", "LINKS": links,
        "PLANTED": "" if defect.name == "plain" else defect.name,
    }  # fmt: skip
    status = [sys.executable, str(HERE / "provider.py"), str(PORT + 30)]
    status += ["empty"] if "status-page-lies" in defect.name else []
    command = [sys.executable, str(HERE / "service.py")]
    front = [sys.executable, str(HERE / "buffer.py")] if "buffered" in defect.name else command
    return {
        "epreuve": 1,
        "service": {
            "name": f"Planted: {defect.name}", "address": f"http://127.0.0.1:{PORT}",
            "normal_peak": f"{RATE} journeys/min", "patience": "5 s",
        },
        "journeys": {"request": _journey(defect)},
        "information": ["/"],
        "dependencies": dependencies or "none",
        "power": {
            "level": "process", "start": front, "ready": "/ready", "env": environment,
            "boot_within": "30 s",
        },
        "status_page": {"address": f"http://127.0.0.1:{PORT + 30}/", "start": status},
        "export": {
            "citizen": [{"get": "/request/{receipt}.json"}],
            "administrator": {"command": [*command, "export"], "env": environment},
            "documentation": "/formats",
        },
        "declared": _declarations(),
    }  # fmt: skip


def _declarations() -> dict[str, Any]:
    """Return those of the demonstration, for a sufficient coverage; the export is measured."""
    declared: dict[str, Any] = yaml.safe_load(DEMONSTRATION.read_text())["declared"]
    return {id: one for id, one in declared.items() if id not in ("DAT-6", "IND-9")}


def _journey(defect: Defect) -> dict[str, Any]:
    """Return the journey; users of the service with few workers send long texts."""
    if "few-workers" not in defect.name:
        return JOURNEY
    first, second, submit = JOURNEY["steps"]
    form = {**submit["form"], "subject": "{citizen.street} " + LONG * "x"}
    return {**JOURNEY, "steps": [first, second, {**submit, "form": form}]}


JOURNEY: dict[str, Any] = {
    "critical": True,
    "acknowledged_by": "receipt",
    "steps": [
        {"get": "/", "expect": {"contains": "Requests are answered"}},
        {
            "get": "/request",
            "expect": {"contains": "New request"},
            "capture": {"token": r'name=\\?"token\\?" value=\\?"(\w+)'},
        },
        {
            "post": "/request",
            "form": {"token": "{token}", "name": "{citizen.name}", "subject": "{citizen.street}"},
            "expect": {"contains": "Request received"},
            "capture": {"receipt": r"number (\w+)"},
        },
    ],
    "verify": [
        {
            "get": "/request/{receipt}",
            "expect": {"contains": ["{citizen.name}", "{citizen.street}"]},
        }
    ],
    "unique": [
        {
            "get": "/by?name={citizen.name}",
            "expect": {"count": {"pattern": r"request \w+", "at_least": 1, "at_most": 1}},
        }
    ],
    "processed": [{"get": "/request/{receipt}", "expect": {"contains": "State: processed"}}],
}
