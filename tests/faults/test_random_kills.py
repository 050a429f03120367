"""Runs killed at random times: links healed within five seconds, no orphan, readable files.

EPREUVE_KILLS is their number, half of them on each engine if a real Toxiproxy is installed; the
full count is `EPREUVE_KILLS=200 pytest -s tests/faults/test_random_kills.py`; its results are in
docs/fidelity.md.
"""

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from contextlib import closing, suppress
from pathlib import Path
from random import Random

import pytest

from epreuve.faults.toxiproxy.client import Toxiproxy
from epreuve.faults.toxiproxy.launcher import launch_embedded, launch_real

KILLS = int(os.environ.get("EPREUVE_KILLS", "4"))
WITHIN = 5.0  # seconds for everything to be restored
EARLIEST, LATEST = 0.1, 12.0  # seconds of a run's life

PROFILE = """
epreuve: 1
service: {{name: S, address: "http://127.0.0.1:{service}", normal_peak: 60 journeys/min}}
journeys:
  lire: {{critical: true, steps: [{{get: /, expect: {{contains: "Directory"}}}}]}}
dependencies:
  base:
    set: DB
    listen: 127.0.0.1:{listen}
    upstream: 127.0.0.1:{base}
    start: ["{{python}}", -m, http.server, "{base}", --bind, 127.0.0.1]
power:
  level: process
  start: ["{{python}}", -m, http.server, "{service}", --bind, 127.0.0.1]
"""


def ports(count):
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    numbers = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return numbers


def marked(mark):
    """Return the processes of the run, which have our mark in their environment."""
    processes = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and mark.encode() in (entry / "environ").read_bytes():
                processes.append((int(entry.name), (entry / "cmdline").read_bytes()[:200]))
    return processes


def healthy(client):
    return all(proxy.enabled and not proxy.toxics for proxy in client.proxies().values())


def readable(folder):
    """Check that every file is complete, and that the evidence is a database."""
    for name in ("plan.json", "run.json"):
        if (folder / name).exists():
            json.loads((folder / name).read_text())
    if (folder / "evidence.db").exists():
        with closing(sqlite3.connect(folder / "evidence.db")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.fixture(params=["embedded", pytest.param("real", marks=pytest.mark.needs_toxiproxy)])
def engine(request, tmp_path):
    """A server to give to a run, and a folder for PATH where a run finds its own."""
    programs = tmp_path / "programs"
    programs.mkdir()
    if request.param == "real":
        program = request.getfixturevalue("real_toxiproxy") / "toxiproxy-server"
        shutil.copy(program, programs)
        launched = launch_real(str(program), tmp_path / "server.log", lambda _: None)
    else:
        launched = launch_embedded(tmp_path / "server.log", 3600, lambda _: None)
    yield Toxiproxy(launched.url), programs
    launched.close()


@pytest.mark.process
def test_a_run_killed_at_any_moment_leaves_nothing(engine, tmp_path):
    client, programs = engine
    random = Random(f"kills of {KILLS}")
    service, listen, base = ports(3)
    profile = tmp_path / "profile.yaml"
    profile.write_text(PROFILE.format(service=service, listen=listen, base=base))
    worst = 0.0
    for rank in range(max(1, KILLS // 2)):
        mark = f"EPREUVE_MARK={uuid.uuid4().hex}"
        folder = tmp_path / f"run-{rank}"
        server_option = ["--toxiproxy", client.url] if rank % 2 == 0 else []
        arguments = [
            sys.executable,
            "-m",
            "epreuve.audits",
            "run",
            str(profile),
            "--scale",
            "60",
        ]
        arguments += ["--folder", str(folder), "--quiet", *server_option]
        with (tmp_path / "run.log").open("wb") as log:
            process = subprocess.Popen(
                arguments,
                stdout=log,
                stderr=log,
                env={
                    **{k: v for k, v in os.environ.items() if k != "EPREUVE_TOXIPROXY"},
                    "PATH": f"{programs}:/usr/bin:/bin",
                    mark.partition("=")[0]: mark.partition("=")[2],
                },
            )
        life = random.uniform(EARLIEST, LATEST)
        time.sleep(life)
        assert process.poll() is None, (tmp_path / "run.log").read_text()
        process.kill()
        process.wait()
        start = time.monotonic()
        while marked(mark) or not healthy(client):
            took = time.monotonic() - start
            assert took < WITHIN, f"killed after {life:.2f} s: {marked(mark)} {client.proxies()}"
            time.sleep(0.05)
        took = time.monotonic() - start
        worst = max(worst, took)
        readable(folder)
        for name in client.proxies():  # Healthy; the killed run could not delete it.
            client.delete(name)
        print(f"{rank}: killed after {life:.2f} s, as before after {took:.2f} s; worst {worst:.2f}")
