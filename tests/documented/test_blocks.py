"""Commands of the documentation that serve, draft, measure or start an audit."""

import json
import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from tests.documented.conftest import run_script
from tests.harness.programs import ROOT

pytestmark = pytest.mark.needs_unshare

HERE = Path(__file__).parent
PAGES = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
DEMONSTRATION = ROOT / "audits" / "demo" / "sobre.yaml"
Run = Callable[..., str]
UP = "until (echo > /dev/tcp/{}/{}) 2> /dev/null; do sleep 0.1; done"
PROXIES = """python -c '
import urllib.request
print(urllib.request.urlopen("http://127.0.0.1:8474/proxies").read().decode())'"""
# Wait until a few sessions have ended; fail at once if the command has ended before.
PLAYING = """until python -c '
import sqlite3, glob
[path] = glob.glob("runs/**/evidence.db", recursive=True)
ended = sqlite3.connect(path).execute("select count(*) > 3 from attempt").fetchone()[0]
raise SystemExit(not ended)' 2> /dev/null
do [ "$(jobs -r)" ] || { cat log >&2; exit 9; }; sleep 1; done"""

STOPPED_BY = {"fr": "arrêté par l’utilisateur", "en": "stopped by the user"}
STOPPED = "kill -TERM $audit; code=0; wait $audit || code=$?; [ $code = 3 ]\n"


def commands(verb: str) -> list[str]:
    """Return each command of a page that has this verb, without the comment behind it."""
    line = re.compile(rf"^(?:    )?(?:\S*/bin/)?(epreuve {verb}\b[^#\n]*)", re.MULTILINE)
    return sorted({command.strip() for page in PAGES for command in line.findall(page.read_text())})


def write_profile(folder: Path, name: str) -> None:
    """Write the profile of the small service."""
    text = (HERE / "profile.yaml").read_text()
    (folder / name).write_text(text.replace("SERVICE", json.dumps(str(HERE / "service.py"))))


@pytest.mark.parametrize("line", commands("init"))
def test_init(line: str, tmp_path: Path, run_here: Run) -> None:
    [port] = re.findall(r"http://127\.0\.0\.1:(\d+)", line)
    service = f"python {HERE / 'service.py'} {port} &\n{UP.format('127.0.0.1', port)}"
    run_here(f"{service}\n{line}\nepreuve check *.yaml")
    [draft] = tmp_path.glob("*.yaml")
    profile = yaml.safe_load(draft.read_text())
    assert profile["service"]["name"] == "Petit guichet"
    assert any(
        "post" in step for journey in profile["journeys"].values() for step in journey["steps"]
    )


def test_the_pages_have_these_commands() -> None:
    assert len(commands("init")) == 3
    assert len(commands("toxiproxy")) == 1
    assert len(commands("worker")) == 1


def test_toxiproxy(run_here: Run) -> None:
    [line] = commands("toxiproxy")
    assert line == "epreuve toxiproxy &"
    output = run_here(f"{line}\n{UP.format('127.0.0.1', 8474)}\n{PROXIES}")
    assert json.loads(output.splitlines()[-1]) == {}


@pytest.mark.slow
def test_workers_on_other_machines(tmp_path: Path, run_here: Run) -> None:
    """The audit waits for three workers, and they end with it."""
    [audit] = [command for command in commands("audit") if "--workers" in command]
    [worker] = commands("worker")
    write_profile(tmp_path, "PROFILE")
    run_here(f"""
{audit} --quiet 2> log & audit=$!
for _ in 1 2 3; do {worker} 2>> workers & done
{PLAYING}
kill -TERM $audit
code=0; wait $audit || code=$?
[ $code = 3 ] || {{ cat log; exit 1; }}
wait""")
    assert "stopped by the user" in (tmp_path / "log").read_text()
    assert (tmp_path / "workers").read_text().count("joining 192.0.2.10:5557") == 3
    [evidence] = tmp_path.glob("runs/*/evidence.db")
    with sqlite3.connect(evidence) as database:
        clocks = "select count(distinct record) from observation where kind = 'worker clock'"
        assert database.execute(clocks).fetchone()[0] >= 3


@pytest.mark.parametrize("line", commands("rehearse"))
def test_each_rehearsal_works(line: str, tmp_path: Path, run_here: Run) -> None:
    write_profile(tmp_path, line.split()[2])
    report = run_here(line)
    works = "Le profil fonctionne." if "--lang fr" in line else "The profile works."
    assert json.loads(report) if "--json" in line else works in report


# Other tests of this module run the commands with these options.
OTHERS = ("--workers", "--processes", "--metrics-port", "--json-events")
STARTED = [line for line in commands("audit") if not any(option in line for option in OTHERS)]


@pytest.mark.slow
def test_each_audit_starts(tmp_path: Path) -> None:
    """Users arrive in each one; test_readers.py plays whole audits."""
    assert len(STARTED) >= 10

    def start(number: int) -> str:
        folder = tmp_path / str(number)
        folder.mkdir()
        write_profile(folder, STARTED[number].split()[2])
        return run_script(
            f"{STARTED[number]} > log 2>&1 & audit=$!\n{PLAYING}\n{STOPPED}cat log", folder
        )

    with ThreadPoolExecutor(6) as pool:
        for line, output in zip(STARTED, pool.map(start, range(len(STARTED))), strict=True):
            assert STOPPED_BY["fr" if "--lang fr" in line else "en"] in output


@pytest.mark.slow
def test_processes_of_this_machine(tmp_path: Path, run_here: Run) -> None:
    [audit] = [command for command in commands("audit") if "--processes" in command]
    write_profile(tmp_path, "PROFILE")
    script = f"{audit} --quiet 2> log & audit=$!\n{PLAYING}\nkill -TERM $audit"
    run_here(f"{script}\ncode=0; wait $audit || code=$?; [ $code = 3 ]")
    assert "stopped by the user" in (tmp_path / "log").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("line", commands("capacity"))
def test_capacity_of_the_demonstration(line: str, tmp_path: Path, run_here: Run) -> None:
    """The first users arrive; the results of whole ramps have tests of their own."""
    (tmp_path / line.split()[2]).write_bytes(DEMONSTRATION.read_bytes())
    end = "kill -TERM $ramp\ncode=0; wait $ramp || code=$?; [ $code = 3 ]"
    run_here(f"{line} > /dev/null 2> log & ramp=$!\n{PLAYING}\n{end}")
    assert "stopped by the user" in (tmp_path / "log").read_text()


@pytest.mark.slow
def test_live_metrics_and_events(tmp_path: Path, run_here: Run) -> None:
    """Both kinds of progress reporting, on the reader's own profile."""
    metrics = next(line for line in commands("audit") if "--metrics-port" in line)
    events = next(line for line in commands("audit") if "--json-events" in line)
    for line in (metrics, events):
        write_profile(tmp_path, line.split()[2])
    url = f"http://127.0.0.1:{metrics.split()[-1]}/metrics"
    get = f"import urllib.request; print(urllib.request.urlopen({url!r}).read().decode())"
    end = "kill -TERM $audit\ncode=0; wait $audit || code=$?; [ $code = 3 ]"
    output = run_here(f"{metrics} > /dev/null 2>&1 & audit=$!\n{PLAYING}\npython -c {get!r}\n{end}")
    assert re.search(
        r"^epreuve_journeys_total\{.*outcome=\"success\".*\} [1-9]", output, re.MULTILINE
    )
    run_here(f"rm -r runs\n{events} 2> events > /dev/null & audit=$!\n{PLAYING}\n{end}")
    lines = [line for line in (tmp_path / "events").read_text().splitlines() if line[0] == "{"]
    assert len(lines) > 2
    assert all("event" in json.loads(line) for line in lines)


def test_completion(run_here: Run) -> None:
    [line] = re.findall(
        r'^    (eval "\$\(_EPREUVE.*?)\s+#', (ROOT / "docs/ci/README.md").read_text(), re.M
    )
    assert "epreuve" in run_here(f"{line}\ncomplete -p epreuve")
    for shell in ("zsh", "fish"):
        other = line.removeprefix('eval "$(').removesuffix(')"').replace("bash_", f"{shell}_")
        assert "epreuve" in run_here(other)
