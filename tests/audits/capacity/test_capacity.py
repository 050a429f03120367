"""Capacity: users of the closed model, more and more, on a real service that can do so much."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from epreuve.audits.capacity.findings import Findings, knee, read
from epreuve.audits.capacity.ramp import APART, COHORT, Rung, doubling, turns
from epreuve.audits.capacity.report import HIDES, document, told
from epreuve.audits.cli.capacity import asked
from epreuve.audits.cli.shared.group import main
from epreuve.audits.errors import Misuse
from epreuve.audits.response_times.outcome_names import NAMES
from epreuve.probes.evidence.records import OUTCOMES, Attempt, Observation, Outcome, Request
from epreuve.probes.evidence.store import Evidence, EvidenceError, Recorder
from epreuve.probes.load.plan import Endpoint

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


def test_users_come_rung_by_rung_and_stay(profile: Callable[..., Path]) -> None:
    ramp = asked(profile(), "1,3", 64, "10 s", None, 7)
    plan = ramp.load(Endpoint("http://127.0.0.1:1", "a:80", 9), 0.0, 5.0)
    assert [(e.number, e.start, e.end, e.cohort) for e in plan.closed] == [
        (0, 0.0, 20.0, COHORT), (APART, 10.0, 20.0, COHORT), (2 * APART, 10.0, 20.0, COHORT),
    ]  # fmt: skip
    assert (plan.arrivals, plan.max_rate, plan.until, plan.seed) == ([], 5.0, 20.0, 7)
    assert list(ramp.rungs()) == [Rung(1, 0, 1, 10), Rung(3, 10, 11, 20)]


def test_journeys_take_turns_by_their_shares() -> None:
    found = turns({"lire": 2.0, "relire": 1.0})
    assert found[:3] == ("lire", "relire", "lire")
    assert found.count("lire") == 2 * found.count("relire")


def test_users_double_up_to_the_most() -> None:
    assert doubling(1) == (1,)
    assert doubling(8) == (1, 2, 4, 8)
    assert doubling(10) == (1, 2, 4, 8, 10)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["--users", "1,x"], "--users 1,x: is not a list"),
        (["--users", "4,2"], "always more"),
        (["--users", "0,2"], "always more"),
        (["--users", "99999"], "10000 at most"),
        (["--for", "soon"], "--for soon: is not a duration"),
        (["--for", "1h"], "1 to 600 seconds"),
        (["--journey", "lir"], "no such journey in .*Did you mean lire?"),
    ],
)
def test_what_cannot_be_asked_is_told(
    words: list[str], why: str, profile: Callable[..., Path], tmp_path: Path
) -> None:
    values = {"--users": None, "--for": "10s", "--journey": None} | {words[0]: words[1]}
    with pytest.raises(Misuse, match=why):
        asked(profile(), values["--users"], 8, str(values["--for"]), values["--journey"], 0)
    assert ran(["capacity", str(tmp_path / "profile.yaml"), *words]) == 2


# --- what a rung showed ---


def request(number: int, started: float, ended: float, outcome: Outcome = "success") -> Request:
    return Request(number, "GET /", 0, started, started, ended, outcome, 200, 2, False)


def attempt(number: int, ended: float, outcome: Outcome = "success") -> Attempt:
    return Attempt(number, "lire", COHORT, 0.0, 0.0, ended, outcome, "GET /", "", -1.0, False)


def test_a_rung_is_what_ended_in_it_and_what_never_moved(tmp_path: Path) -> None:
    with Recorder(tmp_path / "evidence.db") as recorder:
        recorder.record(
            [
                *(request(n, 2.0, 2.0 + n / 100) for n in range(1, 101)),
                *(attempt(n, 2.5) for n in range(1, 91)),
                *(attempt(n, 2.5, "http error") for n in range(91, 96)),
                request(200, 0.5, 0.9), attempt(200, 0.9, "reset"),  # still settling
                request(201, 0.5, 9.0, "in flight"), attempt(201, 9.0, "in flight"),
                Observation(2.0, "load", "health", {"cpu": 0.4, "queued": 0.1}),
                Observation(3.0, "load", "health", {"cpu": 0.5, "queued": 0.3}),
                Observation(9.0, "load", "health", {"cpu": 0.9, "queued": 0.9}),
            ]
        )  # fmt: skip
    found = read(Evidence(tmp_path / "evidence.db"), Rung(4, 0.0, 1.0, 6.0))
    assert (found.users, found.journeys, found.requests) == (4, 18.0, 20.0)
    assert (found.p50, found.p95, found.p99) == (0.5, 0.95, 0.99)
    assert (found.failures, found.stuck) == ({"http error": 5}, 1)
    assert found.failed == 6 / 96
    assert (found.cpu, found.queued) == (0.5, 0.3)


def findings(users: int, journeys: float, **more: object) -> Findings:
    given = {
        "users": users, "journeys": journeys, "requests": journeys, "p50": 0.0101, "p95": 1.21,
        "p99": None, "failures": {}, "failed": 0.0, "stuck": 0, "cpu": 0.1, "queued": 0.0, **more,
    }  # fmt: skip
    return Findings.model_validate(given)


def test_the_knee_is_the_fewest_users_who_get_about_all() -> None:
    grows = [findings(1, 10), findings(2, 20), findings(4, 39), findings(8, 40), findings(16, 38)]
    seen = knee(grows)
    assert seen is not None
    assert seen.users == 4
    assert knee(grows[:3]) is None
    steep = [findings(2, 23), findings(8, 91), findings(24, 98)]  # 8 % more for three times as many
    assert knee(steep) == steep[1]
    assert knee([findings(1, 0), findings(2, 0)]) is None


def test_it_is_told_in_both_languages_with_what_it_hides(profile: Callable[..., Path]) -> None:
    ramp = asked(profile(), "1,2,4,8", 8, "10 s", None, 0)
    found = [
        findings(1, 10), findings(2, 10.06, cpu=0.95),
        findings(4, 1, failures={"gave up": 3}, failed=0.6, stuck=1),
    ]  # fmt: skip
    shown = told(ramp, found, "en")
    assert "11 ms" in shown  # never shorter than it was
    assert "1.3 s" in shown
    assert "3 gave up, 1 unanswered for the whole step" in shown
    assert "stops growing at 1 users: 10 journeys/s, and 10 at most" in " ".join(shown.split())
    assert "Stopped at 4 users: most journeys failed." in shown
    assert "From 2 users on, the bench itself struggles" in shown
    assert HIDES.en in " ".join(shown.split())
    french = " ".join(told(ramp, found, "fr").replace("\u00a0", " ").split())
    assert "n'entre dans aucune note" in french
    assert "3 abandon, 1 sans réponse de tout le palier" in french
    assert document(ramp, found, "une machine")["knee"] == 1


def test_each_class_has_a_name_in_both_languages() -> None:
    assert set(NAMES) == set(OUTCOMES)
    assert len({each.fr for each in NAMES.values()}) == len(OUTCOMES)


# --- for real ---


@pytest.mark.process
def test_a_service_that_can_do_so_much_is_found_out(
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
    assert err.splitlines()[0].startswith("users 1: ")
    evidence = Evidence(folder / "evidence.db")
    journeys = dict(evidence.query("SELECT journey, count(*) FROM attempt GROUP BY journey"))
    assert journeys["lire"] > journeys["relire"] > 0
    assert ran(["assess", str(folder)]) == 2  # it is no run, and no letter comes of it
    capsys.readouterr()


@pytest.mark.process
def test_it_stops_where_most_fail_and_no_user_hammers(
    profile: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "capacity"
    words = ["capacity", str(profile(50)), "--users", "2,4,8", "--for", "2s", "--lang", "en"]
    assert ran([*words, "--folder", str(folder)]) == 0
    shown = capsys.readouterr().out
    assert "most journeys failed" in shown
    assert "HTTP error" in shown
    asked_in_a_second = Evidence(folder / "evidence.db").query(
        "SELECT count(*) FROM request WHERE outcome <> 'success'"
        " GROUP BY cast(ended AS INT) ORDER BY 1 DESC"
    )
    assert asked_in_a_second[0][0] <= 2 * 8  # users who failed wait a second
    assert len(json.loads((folder / "capacity.json").read_text())["rungs"]) < 3


def test_a_service_elsewhere_needs_an_authorisation_and_a_yes(
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
def test_a_service_that_cannot_be_measured_is_told_and_leaves_its_folder(
    profile: Callable[..., Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, folder = profile(), tmp_path / "capacity"
    path.write_text(path.read_text().replace("boot_within: 8 s", "ready: /, boot_within: 0.5 s"))
    (tmp_path / "service.py").write_text("import time; time.sleep(60)")
    assert ran(["capacity", str(path), "--folder", str(folder)]) == 3
    said = capsys.readouterr().err
    assert "the evidence recorded so far is in" in said
    assert json.loads((folder / "run.json").read_text())["ended"] == 3


@pytest.mark.process
def test_an_interrupt_keeps_what_was_seen_and_leaves_nothing(
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
    while not seen(folder) and time.monotonic() < end:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert process.returncode == 3, said
    assert f"stopped by the user; the evidence recorded so far is in {folder}" in said
    assert "Traceback" not in said
    assert seen(folder)
    port = int(path.read_text().partition("127.0.0.1:")[2].partition('"')[0])
    with socket.socket() as probe:  # the service was ended
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def seen(folder: Path) -> bool:
    try:
        evidence = Evidence(folder / "evidence.db")
    except EvidenceError:
        return False
    try:
        return bool(evidence.query("SELECT 1 FROM request LIMIT 1"))
    finally:
        evidence.close()
