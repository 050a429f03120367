"""The pytest plugin in projects of its users."""

import datetime
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.process

pytest_plugins = ["pytester"]

GOLDEN = Path(__file__).parent / "reports" / "golden" / "assessment.json"
PROFILE = """\
epreuve: 1
service: {name: Guichet, address: "http://127.0.0.1:8080", normal_peak: 1/s}
journeys: {lire: {critical: true, steps: [{get: /}]}}
gate: {floor: 25, no_knockouts: false, criteria: {DAT-1: 20}, warn: {floor: 90}}
"""
# An audit takes minutes: here it leaves what the golden run left.
AUDIT = f"""\
import shutil
import sys
import types
from pathlib import Path
from epreuve.reports.document import read_assessment

def play(plan, folder, listener, consent):
    with Path("plays.txt").open("a") as file:
        file.write(f"{{plan.scale:g}}\\n")
    folder.note(played=1.0)

def assess_run(folder):
    shutil.copy({str(GOLDEN)!r}, folder.assessment)
    return read_assessment(folder.assessment)

sys.modules["epreuve.audits.execution.run"] = types.SimpleNamespace(play=play)
sys.modules["epreuve.audits.scoring.assess"] = types.SimpleNamespace(assess_run=assess_run)
"""


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """An empty project; its pytest loads every plugin of the environment, like a user's."""
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    return pytester


@pytest.fixture
def audited(project: pytest.Pytester) -> pytest.Pytester:
    """A project with a profile, where audits take no time."""
    project.makeconftest(AUDIT)
    (project.path / "guichet.epreuve.yaml").write_text(PROFILE)
    return project


def run_pytest(project: pytest.Pytester, *words: str) -> pytest.RunResult:
    """Run pytest without other plugins, which take a second each to load."""
    return project.runpytest_subprocess("-p", "no:locust", "-p", "no:hypothesispytest", *words)


def plays(project: pytest.Pytester) -> list[str]:
    return (project.path / "plays.txt").read_text().split()


def outcomes() -> dict[str, int]:
    """Return the outcomes of the golden run's criteria under the gate above, and of the gate."""
    counts = {"passed": 1, "failed": 0, "skipped": 0}
    for finding in json.loads(GOLDEN.read_text())["findings"]:
        minimum = 20 if finding["id"] == "DAT-1" else 50
        if finding["outcome"] != "scored":
            counts["skipped"] += 1
        else:
            counts["passed" if finding["score"] >= minimum else "failed"] += 1
    return counts


def test_one_audit_gives_one_test_per_criterion_and_one_for_the_gate(
    audited: pytest.Pytester,
) -> None:
    result = run_pytest(audited, "-rs", "--junitxml", "junit.xml")
    result.assert_outcomes(**outcomes(), warnings=1)
    assert plays(audited) == ["5"]
    text = result.stdout.str()
    assert "inconclusive: No declared dependency goes through a proxy: no observation." in text
    assert "not applicable: No online payment." in text
    assert "guichet.epreuve.yaml: floor 29.5 < 90" in text
    assert "Guichet de Saint-Exemple: E, floor 29.5 of 100, " in text
    assert 'name="DAT-1"' in (audited.path / "junit.xml").read_text()
    [run] = (audited.path / "runs").glob("pytest-*-guichet")
    assert (run / "report.en.html").is_file()
    assert (run / "junit.xml").is_file()


def test_a_failure_has_the_reason_and_the_advice(audited: pytest.Pytester) -> None:
    text = run_pytest(audited, "-k", "DAT-3").stdout.str()
    assert "DAT-3 Durable receipt: 24.0 < 50 of 100" in text or "24.1 < 50 of 100" in text
    assert "advice: " in text
    assert "Traceback" not in text


def test_one_family_and_a_quick_run(audited: pytest.Pytester) -> None:
    result = run_pytest(audited, "-k", "DAT", "--epreuve-quick")
    result.assert_outcomes(passed=1, failed=4, skipped=1, deselected=55)
    assert plays(audited) == ["60"]


def test_the_gate_fails_below_its_thresholds(audited: pytest.Pytester) -> None:
    profile = audited.path / "guichet.epreuve.yaml"
    profile.write_text(PROFILE.replace("floor: 25", "floor: 55"))
    result = run_pytest(audited, "-k", "gate", "--epreuve-scale", "9")
    result.assert_outcomes(failed=1, deselected=60, warnings=1)
    result.stdout.fnmatch_lines(["FAILED *::gate - gate: floor 29.5 < 55*"])
    assert plays(audited) == ["9"]


def test_the_gate_fails_after_a_regression(audited: pytest.Pytester) -> None:
    better = json.loads(GOLDEN.read_text())
    better["result"]["floor"] = 40
    (audited.path / "before.json").write_text(json.dumps(better))
    result = run_pytest(audited, "-k", "gate", "--epreuve-baseline", "before.json")
    result.assert_outcomes(failed=1, deselected=60, warnings=1)
    assert "4: worse than the baseline" in result.stdout.str()
    result.stdout.fnmatch_lines(["FAILED *::gate - gate: *40*29.5*"])


def test_an_audit_without_a_verdict_fails_everything_and_is_made_once(
    audited: pytest.Pytester,
) -> None:
    audited.makeconftest(
        AUDIT.replace(
            "    folder.note(played=1.0)\n",
            "    folder.close('nobody answers', 3)\n"
            "    from epreuve.audits.errors import NotMeasurable\n"
            "    raise NotMeasurable('nobody answers')\n",
        )
    )
    result = run_pytest(audited, "-k", "DAT")
    result.assert_outcomes(failed=6, deselected=55)
    assert len(plays(audited)) == 1
    assert "nobody answers" in result.stdout.str()


def test_a_remote_target_needs_a_confirmation(audited: pytest.Pytester) -> None:
    until = datetime.date.today() + datetime.timedelta(days=1)
    authorisation = f"{{granted_by: DSI, until: {until}, hosts: [far.example.org], max_rate: 99/s}}"
    text = PROFILE.replace("http://127.0.0.1:8080", "http://far.example.org")
    (audited.path / "guichet.epreuve.yaml").write_text(f"{text}authorisation: {authorisation}\n")
    result = run_pytest(audited, "-k", "gate")
    result.assert_outcomes(failed=1, deselected=60)
    assert "not confirmed, no request was sent; add --epreuve-yes" in result.stdout.str()
    assert not (audited.path / "plays.txt").exists()
    run_pytest(audited, "-k", "gate", "--epreuve-yes").assert_outcomes(
        passed=1, deselected=60, warnings=1
    )
    assert plays(audited) == ["5"]


def test_an_error_of_the_profile_has_its_line(project: pytest.Pytester) -> None:
    (project.path / "bad.epreuve.yaml").write_text(PROFILE.replace("critical: true", "critic: 1"))
    result = project.runpytest_subprocess()
    assert result.ret == pytest.ExitCode.INTERRUPTED
    assert "bad.epreuve.yaml:3" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


def test_processes_share_one_audit(audited: pytest.Pytester) -> None:
    """As with pytest-xdist: several processes share a test run, each with some of the tests."""
    audited.makeconftest(
        AUDIT + "import os\n"
        "def pytest_configure(config):\n"
        "    config.workerinput = {'testrunuid': os.environ['TEST_RUN'], 'workerid': 'gw0'}\n"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:locust", "-k", family],
            cwd=audited.path, env={**os.environ, "TEST_RUN": "abcd"}, stdout=subprocess.DEVNULL,
        )
        for family in ("DAT", "IND", "gate")
    ]  # fmt: skip
    for process in runs:
        process.wait(timeout=120)
    assert [process.returncode for process in runs] == [1, 1, 0]
    assert plays(audited) == ["5"]
    assert [run.name for run in (audited.path / "runs").glob("pytest-*")] == ["pytest-abcd-guichet"]


SERVER = """\
import socketserver, threading, pytest

class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        for line in self.rfile:
            self.wfile.write(line)

@pytest.fixture(scope="session")
def echo():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Echo) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield "127.0.0.1:%d" % server.server_address[1]
        server.shutdown()
"""
FAULTS = """\
import socket, time
import pytest
from epreuve.faults.half_open import HalfOpen
import faults, reports
from faults.mine import VALUE


def ask(place, wait=0.5):
    with socket.create_connection((place.host, place.port), wait) as s:
        s.sendall(b"hello\\n")
        return s.recv(64)


def test_their_packages_are_theirs():
    assert VALUE == 42 and reports.NAME == "theirs"


def test_it_passes_then_heals(link, echo):
    place = link(echo)
    assert ask(place) == b"hello\\n"
    for fault in (place.cut, place.silence, place.power_cut):
        with fault(), pytest.raises(TimeoutError):
            ask(place)
        assert ask(place, 5) == b"hello\\n", fault
    with place.refuse(), pytest.raises(ConnectionError):
        ask(place)
    assert ask(place, 5) == b"hello\\n"


def test_errors(link, echo):
    place = link(echo)
    for status in (503, 429):
        with place.error(status), socket.create_connection((place.host, place.port), 5) as one:
            one.sendall(b"GET / HTTP/1.0\\r\\n\\r\\n")
            assert b" %d " % status in one.recv(100)
    assert ask(place, 5) == b"hello\\n"


def test_slow(link, echo):
    place = link("tcp://" + echo)
    with place.slow(300):
        start = time.monotonic()
        ask(place, 5)
        assert time.monotonic() - start >= 0.3
    assert place.address == f"{place.host}:{place.port}"


def test_any_fault_by_its_kind_or_as_itself(link, echo):
    place = link(echo)
    for fault in (place.fault("partition", lost="replies"), place.fault(HalfOpen())):
        with fault, socket.create_connection((place.host, place.port), 5):
            pass
        assert ask(place, 5) == b"hello\\n"
    with place.fault("partition", lost="replies"), pytest.raises(TimeoutError):
        ask(place)
    with pytest.raises(ValueError, match="did you mean 'flapping'"), place.fault("flaping"):
        pass
    with pytest.raises(ValueError, match="down"), place.fault("flapping", up=1):
        pass


def test_a_failing_block_heals_too(link, echo):
    place = link(echo)
    for fault in (place.cut, place.refuse, place.silence, place.power_cut):
        with pytest.raises(ZeroDivisionError), fault():
            1 / 0
        assert ask(place, 5) == b"hello\\n", fault


def test_a_stale_connection_is_reset_when_the_power_is_back(link, echo):
    place = link(echo)
    with socket.create_connection((place.host, place.port), 5) as old:
        with place.power_cut(boot=0.1):
            old.settimeout(0.2)
            with pytest.raises(TimeoutError):
                old.recv(1)
        old.settimeout(5)
        try:
            assert old.recv(1) == b""  # a real Toxiproxy ends it by FIN
        except ConnectionResetError:
            pass
    assert ask(place, 5) == b"hello\\n"


def test_nothing_is_left_behind(toxiproxy):
    assert toxiproxy.client.proxies() == {}


def test_an_upstream_without_a_port(link):
    with pytest.raises(ValueError, match="127.0.0.1:5432"):
        link("localhost")
"""


def test_links_in_a_project_with_packages_of_the_same_names(project: pytest.Pytester) -> None:
    project.mkpydir("faults").joinpath("mine.py").write_text("VALUE = 42\n")
    project.mkpydir("reports").joinpath("__init__.py").write_text("NAME = 'theirs'\n")
    project.makeconftest(SERVER)
    project.makepyfile(test_faults=FAULTS)
    project.makeini("[pytest]\npythonpath = .\n")
    result = project.runpytest_subprocess("-p", "no:cacheprovider")
    result.assert_outcomes(passed=9)


def test_without_use_it_prints_nothing_and_loads_little(project: pytest.Pytester) -> None:
    project.makepyfile(
        """
        import sys

        def test_no_other_module_is_loaded():
            ours = {name for name in sys.modules if name.startswith("epreuve.")}
            assert ours == {
                "epreuve.audits", "epreuve.audits.planning", "epreuve.audits.planning.scale",
                "epreuve.audits.plugin", "epreuve.audits.plugin.names",
            }
            assert "pydantic" not in sys.modules
        """
    )
    result = project.runpytest_subprocess("-p", "no:hypothesispytest", "-p", "no:locust")
    result.assert_outcomes(passed=1)
    assert "epreuve" not in result.stdout.str().split("collected")[1]
