"""Capacity ramps, on paper and on a real service with a known capacity."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from epreuve.audits.capacity.ramp import COHORT, NUMBERS_PER_USER, RampStep, doubling, turns
from epreuve.audits.capacity.report import document, render
from epreuve.audits.capacity.step_result import StepResult, knee, read
from epreuve.audits.cli.capacity import make_ramp
from epreuve.audits.cli.shared.group import main
from epreuve.audits.errors import Misuse
from epreuve.audits.response_times.outcome_names import outcome_names
from epreuve.probes.evidence.errors import EvidenceError
from epreuve.probes.evidence.observation import Observation
from epreuve.probes.evidence.reader import Evidence
from epreuve.probes.evidence.recorder import Recorder
from epreuve.probes.evidence.records import Attempt, Outcome, Request
from epreuve.probes.load.plan import Endpoint
from epreuve.probes.load.records import LoadHealth

# Three requests at a time, 20 ms each; after so many requests, it answers 503 at once.
SERVICE = """
import itertools, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
room, asked = threading.Semaphore(3), itertools.count()

class Pages(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        broken = next(asked) > int(sys.argv[2])
        if not broken:
            with room:
                time.sleep(0.02)
        self.wfile.write(b"HTTP/1.1 %s\\r\\nContent-Length: 2\\r\\n\\r\\nok" % (
            b"503 Busy" if broken else b"200 OK"))

    def log_message(self, *words):
        pass

ThreadingHTTPServer.request_queue_size = 64
ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Pages).serve_forever()
"""
PROFILE = """\
epreuve: 1
service: {{name: Petit guichet, address: "http://127.0.0.1:{port}", normal_peak: 4 journeys/s}}
journeys:
  lire: {{critical: true, share: 2, steps: [{{get: /}}]}}
  relire: {{steps: [{{get: /deux}}]}}
dependencies:
  base:
    set: DB
    listen: 127.0.0.1:{listen}
    upstream: 127.0.0.1:{upstream}
    start: ["{{python}}", {service}, "{upstream}", "0"]
power: {{level: process, start: ["{{python}}", {service}, "{port}", "{lives}"], boot_within: 8 s}}
"""


@pytest.fixture
def profile(tmp_path: Path, free_port: Callable[[], int]) -> Callable[..., Path]:
    def write(lives: int = 1_000_000) -> Path:
        service, path = tmp_path / "service.py", tmp_path / "profile.yaml"
        service.write_text(SERVICE)
        ports = {name: free_port() for name in ("port", "listen", "upstream")}
        path.write_text(PROFILE.format(service=service, lives=lives, **ports))
        return path

    return write


def ran(words: list[str]) -> int:
    with pytest.raises(SystemExit) as ended:
        main(words)
    return int(str(ended.value.code))


# --- the ramp ---


def test_users_arrive_step_by_step_and_stay(profile: Callable[..., Path]) -> None:
    ramp = make_ramp(profile(), "1,3", 64, "10 s", None, 7)
    plan = ramp.load(Endpoint("http://127.0.0.1:1", "a:80", 9), 0.0, 5.0)
    assert [(e.number, e.start, e.end, e.cohort) for e in plan.closed] == [
        (0, 0.0, 20.0, COHORT), (NUMBERS_PER_USER, 10.0, 20.0, COHORT),
        (2 * NUMBERS_PER_USER, 10.0, 20.0, COHORT),
    ]  # fmt: skip
    assert (plan.arrivals, plan.max_rate, plan.until, plan.seed) == ([], 5.0, 20.0, 7)
    assert list(ramp.steps()) == [RampStep(1, 0, 1, 10), RampStep(3, 10, 11, 20)]


def test_journeys_alternate_by_their_shares() -> None:
    journeys = turns({"lire": 2.0, "relire": 1.0})
    assert journeys[:3] == ("lire", "relire", "lire")
    assert journeys.count("lire") == 2 * journeys.count("relire")


def test_users_double_up_to_the_maximum() -> None:
    assert doubling(1) == (1,)
    assert doubling(8) == (1, 2, 4, 8)
    assert doubling(10) == (1, 2, 4, 8, 10)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--users", "1,x"], "--users 1,x: is not a list"),
        (["--users", "4,2"], "increasing numbers"),
        (["--users", "0,2"], "increasing numbers"),
        (["--users", "99999"], "at most 10000"),
        (["--for", "soon"], "--for soon: is not a duration"),
        (["--for", "1h"], "1 to 600 seconds"),
        (["--journey", "lir"], "no such journey in .*Did you mean lire?"),
    ],
)
def test_invalid_options_are_refused(
    words: list[str], why: str, profile: Callable[..., Path], tmp_path: Path
) -> None:
    values = {"--users": None, "--for": "10s", "--journey": None} | {words[0]: words[1]}
    with pytest.raises(Misuse, match=why):
        make_ramp(profile(), values["--users"], 8, str(values["--for"]), values["--journey"], 0)
    assert ran(["capacity", str(tmp_path / "profile.yaml"), *words]) == 2


# --- the result of a step ---


def request(number: int, started: float, ended: float, outcome: Outcome = "success") -> Request:
    return Request(number, "GET /", 0, started, started, ended, outcome, 200, 2, False)


def attempt(number: int, ended: float, outcome: Outcome = "success") -> Attempt:
    return Attempt(number, "lire", COHORT, 0.0, 0.0, ended, outcome, "GET /", "", -1.0, False)


def test_a_step_counts_ended_and_stuck_journeys(tmp_path: Path) -> None:
    with Recorder(tmp_path / "evidence.db") as recorder:
        recorder.record(
            [
                *(request(n, 2.0, 2.0 + n / 100) for n in range(1, 101)),
                *(attempt(n, 2.5) for n in range(1, 91)),
                *(attempt(n, 2.5, "http error") for n in range(91, 96)),
                request(200, 0.5, 0.9), attempt(200, 0.9, "reset"),  # during the warm-up
                request(201, 0.5, 9.0, "in flight"), attempt(201, 9.0, "in flight"),
                Observation(2.0, "health", LoadHealth(cpu=0.4, queued=0.1)),
                Observation(3.0, "health", LoadHealth(cpu=0.5, queued=0.3)),
                Observation(9.0, "health", LoadHealth(cpu=0.9, queued=0.9)),
            ]
        )  # fmt: skip
    result = read(Evidence(tmp_path / "evidence.db"), RampStep(4, 0.0, 1.0, 6.0))
    assert (result.users, result.journeys, result.requests) == (4, 18.0, 20.0)
    assert (result.p50, result.p95, result.p99) == (0.5, 0.95, 0.99)
    assert (result.failures, result.stuck) == ({"http error": 5}, 1)
    assert result.failed == 6 / 96
    assert (result.cpu, result.queued) == (0.5, 0.3)


def result(users: int, journeys: float, **more: object) -> StepResult:
    values = {
        "users": users, "journeys": journeys, "requests": journeys, "p50": 0.0101, "p95": 1.21,
        "p99": None, "failures": {}, "failed": 0.0, "stuck": 0, "cpu": 0.1, "queued": 0.0, **more,
    }  # fmt: skip
    return StepResult.model_validate(values)


def test_the_knee_has_the_fewest_users_with_almost_all_throughput() -> None:
    grows = [result(1, 10), result(2, 20), result(4, 39), result(8, 40), result(16, 38)]
    limit = knee(grows)
    assert limit is not None
    assert limit.users == 4
    assert knee(grows[:3]) is None
    steep = [result(2, 23), result(8, 91), result(24, 98)]  # 8 % more for three times as many
    assert knee(steep) == steep[1]
    assert knee([result(1, 0), result(2, 0)]) is None


def test_the_report_has_both_languages_and_its_limits(profile: Callable[..., Path]) -> None:
    ramp = make_ramp(profile(), "1,2,4,8", 8, "10 s", None, 0)
    results = [
        result(1, 10), result(2, 10.06, cpu=0.95),
        result(4, 1, failures={"gave up": 3}, failed=0.6, stuck=1),
    ]  # fmt: skip
    shown = render(ramp, results, "en")
    assert "11 ms" in shown  # rounded up
    assert "1.3 s" in shown
    assert "3 gave up, 1 without a response during the whole step" in shown
    assert "stops growing at 1 users: 10 journeys/s; at most 10 with more" in " ".join(
        shown.split()
    )
    assert "Stopped at 4 users: most journeys failed." in shown
    assert "From 2 users on, the load process itself" in shown
    assert "It is not used in any score." in " ".join(shown.split())
    french = " ".join(render(ramp, results, "fr").replace("\u00a0", " ").split())
    assert "n'entre dans aucune note" in french
    assert "3 abandon, 1 sans réponse pendant tout le palier" in french
    assert document(ramp, results, "une machine")["knee"] == 1


def test_each_outcome_has_a_name_in_both_languages() -> None:
    names = outcome_names()
    assert set(names) == set(get_args(Outcome))
    assert len({name.fr for name in names.values()}) == len(get_args(Outcome))


# --- on a real service ---


@pytest.mark.process
def test_the_capacity_of_a_service_is_measured(
    profile: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "capacity"
    words = ["capacity", str(profile()), "--users", "1,6,12", "--for", "1.5s", "--json"]
    assert ran([*words, "--folder", str(folder), "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    shown = json.loads(out)
    assert shown == json.loads((folder / "capacity.json").read_text())
    one, six, twelve = shown["rungs"]
    assert 0 < one["journeys"] < six["journeys"]  # three at a time: six users get three times one
    assert twelve["journeys"] < 1.5 * six["journeys"]
    assert twelve["p50"] > one["p50"] >= 0.02
    assert not one["failures"]
    assert err.splitlines()[0].startswith("1 users: ")
    evidence = Evidence(folder / "evidence.db")
    journeys = Counter(attempt.journey for attempt in evidence.attempts())
    assert journeys["lire"] > journeys["relire"] > 0
    assert ran(["assess", str(folder)]) == 2  # it is not an audit and gets no letter
    capsys.readouterr()


@pytest.mark.process
def test_the_ramp_stops_when_most_journeys_fail(
    profile: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "capacity"
    words = ["capacity", str(profile(50)), "--users", "2,4,8", "--for", "2s", "--lang", "en"]
    assert ran([*words, "--folder", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert "most journeys failed" in shown
    assert "HTTP error" in shown
    failed = Evidence(folder / "evidence.db").requests(failed=True)
    by_second = Counter(int(request.ended) for request in failed)
    assert max(by_second.values()) <= 2 * 8  # users who failed wait a second
    assert len(json.loads((folder / "capacity.json").read_text())["rungs"]) < 3


def test_a_remote_service_needs_a_confirmed_authorisation(
    profile: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = profile()
    far = path.read_text().replace("http://127.0.0.1", "http://staging.example.fr")
    path.write_text(far)
    assert ran(["capacity", str(path)]) == 2
    assert "is not this machine" in capsys.readouterr().err
    path.write_text(
        far + "authorisation: {granted_by: La DSI, until: 2999-01-01,"
        " hosts: [staging.example.fr], max_rate: 5/s}\n"
    )
    assert ran(["capacity", str(path), "--folder", str(tmp_path / "never")]) == 2
    assert "not confirmed: no terminal" in capsys.readouterr().err
    assert not (tmp_path / "never").exists()


@pytest.mark.process
def test_an_unmeasurable_service_keeps_the_run_folder(
    profile: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, folder = profile(), tmp_path / "capacity"
    path.write_text(path.read_text().replace("boot_within: 8 s", "ready: /, boot_within: 0.5 s"))
    (tmp_path / "service.py").write_text("import time; time.sleep(60)")
    assert ran(["capacity", str(path), "--folder", str(folder)]) == 3
    message = capsys.readouterr().err
    assert "the evidence recorded so far is in" in message
    assert json.loads((folder / "run.json").read_text())["ended"] == 3


@pytest.mark.process
def test_an_interrupt_keeps_the_evidence_and_ends_all_processes(
    profile: Callable[..., Path], tmp_path: Path
) -> None:
    path, folder = profile(), tmp_path / "capacity"
    words = ["capacity", str(path), "--users", "2", "--for", "60s", "--folder", str(folder)]
    process = subprocess.Popen(
        [sys.executable, "-m", "epreuve.audits", *words],
        stderr=subprocess.PIPE,
        text=True,
    )
    end = time.monotonic() + 40
    while not has_requests(folder) and time.monotonic() < end:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, message = process.communicate(timeout=30)
    assert process.returncode == 3, message
    assert f"stopped by the user; the evidence recorded so far is in {folder}" in message
    assert "Traceback" not in message
    assert has_requests(folder)
    port = int(path.read_text().partition("127.0.0.1:")[2].partition('"')[0])
    with socket.socket() as probe:  # the service was ended
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def has_requests(folder: Path) -> bool:
    try:
        evidence = Evidence(folder / "evidence.db")
    except EvidenceError:
        return False
    try:
        return evidence.request_count() > 0
    finally:
        evidence.close()
