"""Whole runs killed at random moments: links healed within five seconds, no orphan, readable.

EPREUVE_KILLS is how many, half of them on each engine where there is a real Toxiproxy; the full
count, 200, is for `EPREUVE_KILLS=200 pytest -s tests/faults/test_random_kills.py`, and its results
are in docs/fidelity.md.
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
WITHIN = 5.0  # seconds for everything to be as it was
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
    found = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return found


def marked(mark):
    """The processes that carry our mark in their environment, and so come from the run."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and mark.encode() in (entry / "environ").read_bytes():
                found.append((int(entry.name), (entry / "cmdline").read_bytes()[:200]))
    return found


def sound(client):
    return all(proxy.enabled and not proxy.toxics for proxy in client.proxies().values())


def readable(folder):
    """What was written can be read: each file is whole, and the evidence is a database."""
    for name in ("plan.json", "run.json"):
        if (folder / name).exists():
            json.loads((folder / name).read_text())
    if (folder / "evidence.db").exists():
        with closing(sqlite3.connect(folder / "evidence.db")) as database:
            assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.fixture(params=["embedded", pytest.param("real", marks=pytest.mark.needs_toxiproxy)])
def engine(request, tmp_path):
    """How to give a run its engine: `given` elsewhere, or found by itself."""
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
        given = ["--toxiproxy", client.url] if rank % 2 == 0 else []
        words = [
            sys.executable,
            "-m",
            "epreuve.audits",
            "run",
            str(profile),
            "--scale",
            "60",
        ]
        words += ["--folder", str(folder), "--quiet", *given]
        with (tmp_path / "run.log").open("wb") as log:
            process = subprocess.Popen(
                words,
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
        while marked(mark) or not sound(client):
            took = time.monotonic() - start
            assert took < WITHIN, f"killed after {life:.2f} s: {marked(mark)} {client.proxies()}"
            time.sleep(0.05)
        took = time.monotonic() - start
        worst = max(worst, took)
        readable(folder)
        for name in client.proxies():  # Sound, and still ours to delete: the run did not live to.
            client.delete(name)
        print(f"{rank}: killed after {life:.2f} s, as before after {took:.2f} s; worst {worst:.2f}")
