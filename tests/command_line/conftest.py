"""A desk to start the installed `epreuve` at: a profile, a crisis, a small service, all marked."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from epreuve.probes.evidence.store import Evidence

EPREUVE = str(Path(sys.executable).with_name("epreuve"))
MARK = "EPREUVE_TEST_MARK"  # in the environment of all that a test starts, and of its children
PATIENCE = 30.0  # seconds for a run to come to the point that a test waits for

# A service with a child of its own, as real ones have; the second address is its database.
SERVICE = """
import os, subprocess, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer("Bonjour. Accueil : 03 20 00 00 00.")

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer("Accusé n° A1")

    def answer(self, text):
        body = f"<html><body><h1>{text}</h1></body></html>".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words):
        pass

if len(sys.argv) > 2:  # seconds to live
    threading.Timer(float(sys.argv[2]), os.killpg, (0, 9)).start()
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Pages).serve_forever()
"""

PROFILE = """\
epreuve: 1
service: {{name: Petit guichet, address: "http://127.0.0.1:{port}", normal_peak: 4 journeys/s}}
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


def until(happened: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@dataclass
class Desk:
    """A folder with a profile, a crisis and a small service; every process of it is marked."""

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

    def start(self, *words: str, limit: int | None = None) -> "subprocess.Popen[str]":
        """`epreuve`, in a group of its own; no file of it may grow over `limit` bytes."""

        def bound() -> None:
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        return subprocess.Popen(
            [EPREUVE, *words], cwd=self.path, env={**os.environ, MARK: self.mark, "LANG": "C"},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
            preexec_fn=bound,
        )  # fmt: skip

    def audit(self, *words: str, limit: int | None = None) -> "subprocess.Popen[str]":
        """The audit of the profile through the small crisis."""
        return self.start(
            "audit", "profile.yaml", "--crisis", "crisis.yaml", "--scale", "60", "--seed", "1",
            "--folder", "run", *words, limit=limit,
        )  # fmt: skip

    def playing(self) -> bool:
        """Whether citizens come, and a fault is in force."""
        try:
            evidence = Evidence(self.run / "evidence.db")
        except Exception:
            return False
        try:
            faults = list(evidence.observations("fault"))
            return bool(faults) and bool(evidence.query("SELECT count(*) > 3 FROM attempt")[0][0])
        finally:
            evidence.close()

    def wait_playing(self, process: "subprocess.Popen[str]") -> None:
        """Return in the middle of a run."""
        until(lambda: self.playing() or process.poll() is not None)
        assert process.poll() is None, process.communicate()

    def left(self) -> list[str]:
        """The processes that this test started and that still run."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                if self.mark.encode() in (entry / "environ").read_bytes():
                    state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                    words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                    found += [f"{entry.name} {words}"] if state not in "ZX" else []
            except (OSError, UnicodeDecodeError):
                continue
        return found


@pytest.fixture
def desk(tmp_path: Path, free_port: Callable[[], int]) -> Iterator[Desk]:
    found = Desk(tmp_path, free_port(), free_port(), free_port(), uuid.uuid4().hex)
    service = tmp_path / "service.py"
    service.write_text(SERVICE, encoding="utf-8")
    (tmp_path / "crisis.yaml").write_text(CRISIS, encoding="utf-8")
    ports = {"port": found.port, "listen": found.listen, "upstream": found.upstream}
    found.profile.write_text(PROFILE.format(service=service, **ports), encoding="utf-8")
    yield found
    for each in found.left():
        os.kill(int(each.split()[0]), signal.SIGKILL)


def said(process: "subprocess.Popen[str]", code: int, seconds: float = PATIENCE) -> str:
    """What an `epreuve` that ends with this code tells on stderr: never a traceback."""
    _, err = process.communicate(timeout=seconds)
    assert process.returncode == code, err
    assert "Traceback" not in err
    return err
