"""The installed `epreuve`, as people and pipelines start it: help, misuse, trouble, interrupts."""

import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from epreuve.audits.errors import EXIT_HARNESS, EXIT_STOPPED
from epreuve.probes.store import Evidence

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


# --- help ---


def verbs() -> list[str]:
    told = subprocess.run([EPREUVE, "--help"], capture_output=True, text=True, check=True).stdout
    return re.findall(
        r"^  ([a-z]+)  ", re.split(r"^(?:Verbs|Commands):$", told, flags=re.M)[-1], re.M
    )


VERBS = verbs()


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_asking_for_help_loads_nothing_heavy(word: str) -> None:
    code = (
        "import atexit, sys; from epreuve.audits.cli import main; "
        "atexit.register(lambda: print('LOADED', *sys.modules)); main([sys.argv[1]])"
    )
    done = subprocess.run([sys.executable, "-c", code, word], capture_output=True, text=True)
    assert done.returncode == 0
    loaded = {each.partition(".")[0] for each in done.stdout.partition("LOADED")[2].split()}
    assert "click" in loaded
    assert not loaded & {"locust", "gevent", "pydantic", "jinja2", "requests", "babel", "yaml"}


def test_an_interrupt_while_python_imports_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text(
        "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(20)\n"
    )
    done = subprocess.run(
        [EPREUVE, "--version"], capture_output=True, text=True, timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "epreuve: interrupted\n")


def test_the_verbs_are_the_arrows_of_the_data() -> None:
    assert {"check", "plan", "run", "assess", "report", "audit", "demo"} <= set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str) -> None:
    done = subprocess.run([EPREUVE, verb, "--help"], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stdout.startswith(f"Usage: epreuve {verb}")
    assert len(done.stdout.splitlines()) > 4  # usage, a sentence, the options


def test_a_verb_that_is_not_one_comes_with_a_near_one() -> None:
    done = subprocess.run([EPREUVE, "chek"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "Did you mean 'check'?" in done.stderr


def test_a_bug_of_ours_is_never_taken_for_a_gate_that_is_not_met(desk: Desk) -> None:
    code = (
        "import epreuve.audits.preparation as p; from epreuve.audits.cli import main; "
        "p.prepare_profile = lambda *words: 1 / 0; main(['check', 'profile.yaml'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=desk.path, capture_output=True, text=True
    )
    assert done.returncode == EXIT_HARNESS
    assert done.stderr.splitlines()[-1] == "epreuve: this is a bug of ours, please report it"


# --- misuse: 2, one message, nothing touched ---


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("critical: true", "critcal: true", "profile.yaml:5: journeys.demander.critcal: unknown"),
        ("4 journeys/s", "often", "profile.yaml:2: service.normal_peak: 'often': is not a rate"),
        ("steps:", "steps: [", "profile.yaml:7: is not valid YAML: "),
        ("set: DB", "set: SQL", "profile.yaml:15: dependencies.base.set: 'SQL': "),
    ],
)
@pytest.mark.parametrize("verb", ["check", "audit"])
def test_a_wrong_profile_is_told_in_one_line(
    desk: Desk, verb: str, old: str, new: str, message: str
) -> None:
    desk.edit(old, new)
    (line,) = said(desk.start(verb, "profile.yaml"), 2).splitlines()
    assert line.startswith(f"epreuve: {message}")
    assert not (desk.path / "runs").exists()


def test_a_file_that_is_not_there(desk: Desk) -> None:
    (line,) = said(desk.start("audit", "profil.yaml"), 2).splitlines()
    assert line == "epreuve: profil.yaml: no such file. Did you mean profile.yaml?"
    (line,) = said(desk.start("plan", "profile.yaml", "--crisis", "deluge"), 2).splitlines()
    assert "--crisis deluge: no such crisis" in line


@pytest.mark.parametrize("verb", ["assess", "report"])
def test_what_is_no_run_is_told(desk: Desk, verb: str) -> None:
    assert len(said(desk.start(verb, "."), 2).splitlines()) == 1
    assert len(said(desk.start(verb, "nowhere"), 2).splitlines()) == 1


def test_a_right_profile_and_its_plan_touch_nothing(desk: Desk) -> None:
    before = sorted(desk.path.iterdir())
    assert said(desk.start("check", "profile.yaml"), 0) == ""
    plan = desk.start("plan", "profile.yaml", "--crisis", "crisis.yaml", "--json")
    out, _ = plan.communicate()
    assert json.loads(out)["crisis"]["id"] == "petite"
    assert sorted(desk.path.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("port", "service.address"),
        ("upstream", "dependencies.base.upstream"),
        ("listen", "dependencies.base.listen"),
    ],
)
def test_a_port_that_is_taken(desk: Desk, name: str, field: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", getattr(desk, name)))
        other.listen()
        err = said(desk.audit(), 2)
    taken = f"127.0.0.1:{getattr(desk, name)} is taken by another program"
    assert err.splitlines()[-1].startswith(f"epreuve: {field}: {taken}; stop it, or write another")
    assert desk.left() == []


# --- what could not be measured: 3, or 6 when it is the harness's own failure ---


def test_a_service_that_nobody_reaches(desk: Desk) -> None:
    start = desk.profile.read_text(encoding="utf-8").partition("power:")[2]
    desk.edit(f"power:{start}", "power: {boot_within: 1 s}\n")
    err = said(desk.audit(), 3)
    assert f"service.address: http://127.0.0.1:{desk.port}/ did not answer 2xx within 1 s" in err
    assert desk.left() == []


def test_a_dependency_that_was_never_up(desk: Desk) -> None:
    text = desk.profile.read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.startswith("    start:"))
    desk.edit(f"{line}\n", "")
    err = said(desk.audit(), 3)
    assert f"dependencies.base.upstream: nothing answers at 127.0.0.1:{desk.upstream}" in err
    assert desk.left() == []


def test_a_toxiproxy_that_does_not_answer(desk: Desk, free_port: Callable[[], int]) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    err = said(desk.audit("--toxiproxy", url), EXIT_HARNESS)
    assert url in err
    assert desk.left() == []


def test_a_folder_where_nothing_can_be_written(desk: Desk) -> None:
    (desk.path / "file").write_text("")
    words = ["audit", "profile.yaml", "--crisis", "crisis.yaml", "--folder", "file/run"]
    assert "file/run: cannot be created" in said(desk.start(*words), 3)


@pytest.mark.parametrize("limit", [1_000, 150_000])
def test_a_disk_that_is_full(desk: Desk, limit: int) -> None:
    """At the first file, and in the middle of the run: evidence that cannot be kept is no trial."""
    err = said(desk.audit("--quiet", limit=limit), 3, 60)
    assert "cannot be written" in err
    assert until(lambda: desk.left() == [], 5)
    assert all(is_free(port) for port in desk.ports)


# --- interrupts ---


@pytest.fixture
def toxiproxy(desk: Desk, free_port: Callable[[], int]) -> Iterator[str]:
    """A Toxiproxy server that is not the audit's own, so that it can be looked at afterwards."""
    port = free_port()
    server = desk.start("toxiproxy", "--listen", f"127.0.0.1:{port}")
    try:
        assert until(lambda: not is_free(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.communicate()


def proxies(url: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{url}/proxies", timeout=5) as answer:
        return dict(json.load(answer))


def test_a_server_that_others_use_must_be_said_to_be_shared(desk: Desk, toxiproxy: str) -> None:
    theirs = {"name": "theirs", "listen": "127.0.0.1:0", "upstream": "127.0.0.1:9"}
    request = urllib.request.Request(f"{toxiproxy}/proxies", json.dumps(theirs).encode())
    urllib.request.urlopen(request, timeout=5).close()
    before = proxies(toxiproxy)
    err = said(desk.audit("--toxiproxy", toxiproxy), EXIT_HARNESS)
    assert "not ours: theirs; delete them, give another server, or add --toxiproxy-shared" in err
    shutil.rmtree(desk.run)
    process = desk.audit("--toxiproxy", toxiproxy, "--toxiproxy-shared")
    desk.wait_playing(process)
    assert proxies(toxiproxy).keys() > before.keys()
    os.killpg(process.pid, signal.SIGINT)
    said(process, 3, 15)
    assert proxies(toxiproxy) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda each: each.name)
def test_an_interrupt_keeps_the_run_and_leaves_nothing(
    desk: Desk, toxiproxy: str, number: signal.Signals
) -> None:
    process = desk.audit("--toxiproxy", toxiproxy)
    desk.wait_playing(process)
    assert proxies(toxiproxy)
    assert len(desk.left()) > 4  # the audit, its load, the service, its child, the database…
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does: its children hear it too
    else:
        os.kill(process.pid, number)
    err = said(process, 3, 15)
    assert "stopped by the user; what was seen is kept in run" in err
    assert proxies(toxiproxy) == {}
    alone = [each for each in desk.left() if "toxiproxy" not in each and "embedded" not in each]
    assert alone == []
    assert all(is_free(port) for port in desk.ports)
    assert json.loads((desk.run / "run.json").read_text())["interrupted"] == "stopped by the user"
    evidence = Evidence(desk.run / "evidence.db")
    begun = [e for e in evidence.observations("fault") if e.value["what"] == "begin"]
    healed = [e for e in evidence.observations("fault") if e.value["what"] == "heal"]
    assert {each.subject for each in begun} == {each.subject for each in healed}
    evidence.close()
    assert len(said(desk.start("assess", "run"), 3).splitlines()) == 0


@pytest.mark.parametrize("name", ["run.json", "logs/watchdog.log", "logs/service.log"])
def test_an_interrupt_while_all_is_being_started_leaves_nothing(desk: Desk, name: str) -> None:
    process = desk.audit()
    until(lambda: (desk.run / name).exists() or process.poll() is not None)
    os.killpg(process.pid, signal.SIGINT)
    assert "stopped by the user" in said(process, 3, 15)
    assert until(lambda: desk.left() == [], 5), desk.left()
    assert all(is_free(port) for port in desk.ports)
    assert json.loads((desk.run / "run.json").read_text())["interrupted"] == "stopped by the user"


def test_killed_outright_it_leaves_nothing_within_five_seconds(desk: Desk) -> None:
    process = desk.audit()
    desk.wait_playing(process)
    process.kill()
    process.communicate()
    assert until(lambda: desk.left() == [], 5), desk.left()
    assert all(is_free(port) for port in desk.ports)
    evidence = Evidence(desk.run / "evidence.db")
    assert list(evidence.attempts())
    evidence.close()
    said(desk.start("assess", "run"), 3)


def test_a_toxiproxy_that_stops_answering_ends_the_run(
    desk: Desk, free_port: Callable[[], int]
) -> None:
    port = free_port()
    server = desk.start("toxiproxy", "--listen", f"127.0.0.1:{port}")
    assert until(lambda: not is_free(port))
    process = desk.audit("--toxiproxy", f"http://127.0.0.1:{port}")
    desk.wait_playing(process)
    server.kill()
    server.communicate()
    assert f"127.0.0.1:{port}" in said(process, EXIT_HARNESS)
    assert until(lambda: desk.left() == [], 5), desk.left()
    assert json.loads((desk.run / "run.json").read_text())["interrupted"]


def test_a_stop_file_ends_the_run_for_safety(desk: Desk) -> None:
    desk.edit("epreuve: 1\n", f"epreuve: 1\nsafety: {{stop_file: '{desk.path / 'stop'}'}}\n")
    process = desk.audit()
    desk.wait_playing(process)
    (desk.path / "stop").touch()
    assert "safety.stop_file" in said(process, EXIT_STOPPED)
    assert until(lambda: desk.left() == [], 5), desk.left()


@pytest.mark.slow
def test_a_service_that_dies_in_the_middle_is_told_and_judged_by_what_was_seen(desk: Desk) -> None:
    desk.edit(f'"{desk.port}"]', f'"{desk.port}", "12"]')
    process = desk.audit("--lang", "en")
    out, err = process.communicate(timeout=240)
    assert process.returncode in (1, 3), err
    assert "Traceback" not in err
    assert "stopped by itself" in err
    assessment = json.loads((desk.run / "assessment.json").read_text())
    assert any("stopped by itself" in each["en"] for each in assessment["warnings"])
    assert assessment["run"]["interrupted"] is None
    assert (desk.run / "report.en.html").is_file()
    assert "report.en.html" in out
    assert desk.left() == []
