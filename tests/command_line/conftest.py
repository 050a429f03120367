"""A folder where tests run the installed `epreuve`, with a profile, a crisis and a service."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from epreuve.audits.runs.records.faults import FaultBegin
from epreuve.probes.evidence.reader import Evidence

EPREUVE = str(Path(sys.executable).with_name("epreuve"))
MARK = "EPREUVE_TEST_MARK"  # a variable that all processes of a test inherit
PATIENCE = 120.0  # seconds until a test gives up waiting, on a machine that does other work

# A service with a child process, as real ones have; it also serves as the database.
SERVICE = """
import os, secrets, subprocess, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.respond("Bonjour. Accueil : 03 20 00 00 00.")

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.respond(f"Accusé n° {secrets.token_hex(5)}")

    def respond(self, text):
        body = f"<html><body><h1>{text}</h1></body></html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass

if len(sys.argv) > 2:  # seconds to live
    threading.Timer(float(sys.argv[2]), os.killpg, (0, 9)).start()
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Pages).serve_forever()
"""

PROFILE = """\
epreuve: 1
service:
  name: Petit guichet
  address: "http://127.0.0.1:{port}"
  normal_peak: 4 journeys/s
  patience: 5 s
journeys:
  demander:
    critical: true
    steps:
      - get: /
        expect: {{contains: Bonjour}}
      - post: /demande
        form: {{nom: "{{citizen.name}}"}}
        capture: {{receipt: 'n° (\\w+)'}}
    acknowledged_by: receipt
dependencies:
  base:
    set: DB
    listen: 127.0.0.1:{listen}
    upstream: 127.0.0.1:{upstream}
    start: ["{{python}}", {service}, "{upstream}"]
power:
  level: process
  start: ["{{python}}", {service}, "{port}"]
  boot_within: 8 s
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
  - id: foule
    phase: during
    real: 4 min
    title: {fr: Foule, en: Crowd}
    load: {peak: 2}
"""


def pytest_itemcollected(item: pytest.Item) -> None:
    """Every test here starts child processes."""
    item.add_marker("process")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def wait_until(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Return whether a condition is met within some seconds."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@dataclass
class Workspace:
    """A folder with a profile, a crisis and a small service; its processes inherit a mark."""

    path: Path
    port: int
    listen: int
    upstream: int
    mark: str

    @property
    def profile(self) -> Path:
        return self.path / "profile.yaml"

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def ports(self) -> tuple[int, ...]:
        return self.port, self.listen, self.upstream

    def edit(self, old: str, new: str) -> None:
        text = self.profile.read_text(encoding="utf-8")
        assert old in text
        self.profile.write_text(text.replace(old, new, 1), encoding="utf-8")

    def start(
        self, *words: str, limit: int | None = None, program: Sequence[str] = (EPREUVE,)
    ) -> "subprocess.Popen[str]":
        """Start `epreuve` in a process group of its own; `limit` is the largest file, in bytes."""

        def limit_files() -> None:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        return subprocess.Popen(
            [*program, *words], cwd=self.path, env={**os.environ, MARK: self.mark, "LANG": "C"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            preexec_fn=limit_files,
        )  # fmt: skip

    def audit(
        self, *words: str, limit: int | None = None, program: Sequence[str] = (EPREUVE,)
    ) -> "subprocess.Popen[str]":
        """Start the audit of the profile in the small crisis."""
        return self.start(
            "audit", "profile.yaml", "--crisis", "crisis.yaml", "--scale", "60", "--seed", "1",
            "--folder", "run", *words, limit=limit, program=program,
        )  # fmt: skip

    def is_playing(self) -> bool:
        """Return whether sessions have ended and a fault has begun."""
        try:
            evidence = Evidence(self.run / "evidence.db")
        except Exception:
            return False
        try:
            faults = list(evidence.observations(FaultBegin))
            return bool(faults) and len(list(evidence.attempts())) > 3
        finally:
            evidence.close()

    def wait_playing(self, process: "subprocess.Popen[str]") -> None:
        """Wait until the middle of a run."""
        wait_until(lambda: self.is_playing() or process.poll() is not None)
        assert process.poll() is None, process.communicate()

    def processes(self) -> list[str]:
        """Return the processes that this test started and that still run: ID and command."""
        running = []
        for entry in Path("/proc").iterdir():
            try:
                if self.mark.encode() in (entry / "environ").read_bytes():
                    state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                    words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    running += [f"{entry.name} {words}"] if state not in "ZX" else []
            except (OSError, UnicodeDecodeError):
                continue
        return running


def free_ports(free_port: Callable[[], int], number: int) -> list[int]:
    """Return different free ports: the system may give one twice."""
    ports: dict[int, None] = {}
    while len(ports) < number:
        ports[free_port()] = None
    return list(ports)


@pytest.fixture
def workspace(tmp_path: Path, free_port: Callable[[], int]) -> Iterator[Workspace]:
    made = Workspace(tmp_path, *free_ports(free_port, 3), uuid.uuid4().hex)
    service = tmp_path / "service.py"
    service.write_text(SERVICE, encoding="utf-8")
    (tmp_path / "crisis.yaml").write_text(CRISIS, encoding="utf-8")
    ports = {"port": made.port, "listen": made.listen, "upstream": made.upstream}
    made.profile.write_text(PROFILE.format(service=service, **ports), encoding="utf-8")
    yield made
    for process in made.processes():
        os.kill(int(process.split()[0]), signal.SIGKILL)


def stderr_of(process: "subprocess.Popen[str]", code: int, seconds: float = PATIENCE) -> str:
    """Return the standard error of an `epreuve` that ends with this code, never a traceback."""
    _, err = process.communicate(timeout=seconds)
    assert process.returncode == code, err
    assert "Traceback" not in err
    return err
