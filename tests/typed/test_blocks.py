"""The lines of the pages that serve, draft, measure or begin an audit, as they have them."""

import json
import re
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml

from tests.typed.conftest import typed

pytestmark = pytest.mark.needs_unshare

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGES = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
DEMONSTRATION = ROOT / "audits" / "demo" / "sobre.yaml"
Type = Callable[..., str]
UP = "until (echo > /dev/tcp/{}/{}) 2> /dev/null; do sleep 0.1; done"
PROXIES = """python -c '
import urllib.request
print(urllib.request.urlopen("http://127.0.0.1:8474/proxies").read().decode())'"""
# A few citizens have come and gone.
PLAYING = """until python -c '
import sqlite3, glob
[found] = glob.glob("runs/**/evidence.db", recursive=True)
seen = sqlite3.connect(found).execute("select count(*) > 3 from attempt").fetchone()[0]
raise SystemExit(not seen)' 2> /dev/null; do sleep 0.3; done"""

STOPPED = "kill -TERM $audit; code=0; wait $audit || code=$?; [ $code = 3 ]\n"


def written(verb: str) -> list[str]:
    """Every line of a page that types this verb, as it stands, without its remark."""
    line = re.compile(rf"^(?:    )?(?:\S*/bin/)?(epreuve {verb}\b[^#\n]*)", re.MULTILINE)
    found = (each.strip() for page in PAGES for each in line.findall(page.read_text()))
    return sorted(set(found))


def profile(folder: Path, name: str) -> None:
    text = (HERE / "profile.yaml").read_text()
    (folder / name).write_text(text.replace("SERVICE", json.dumps(str(HERE / "service.py"))))


@pytest.mark.parametrize("line", written("init"))
def test_init(line: str, tmp_path: Path, type_apart: Type) -> None:
    [port] = re.findall(r"http://127\.0\.0\.1:(\d+)", line)
    service = f"python {HERE / 'service.py'} {port} &\n{UP.format('127.0.0.1', port)}"
    type_apart(f"{service}\n{line}\nepreuve check *.yaml")
    [draft] = tmp_path.glob("*.yaml")
    found = yaml.safe_load(draft.read_text())
    assert found["service"]["name"] == "Petit guichet"
    assert any("post" in step for each in found["journeys"].values() for step in each["steps"])


def test_there_are_lines_to_type() -> None:
    assert len(written("init")) == 3
    assert len(written("toxiproxy")) == 1
    assert len(written("worker")) == 1


def test_toxiproxy(type_apart: Type) -> None:
    [line] = written("toxiproxy")
    assert line == "epreuve toxiproxy &"
    told = type_apart(f"{line}\n{UP.format('127.0.0.1', 8474)}\n{PROXIES}")
    assert json.loads(told.splitlines()[-1]) == {}


@pytest.mark.slow
def test_workers_on_other_machines(tmp_path: Path, type_apart: Type) -> None:
    """As three machines would: the audit waits for them, and they leave with it."""
    [audit] = [each for each in written("audit") if "--workers" in each]
    [worker] = written("worker")
    profile(tmp_path, "PROFILE")
    type_apart(f"""
{audit} --quiet 2> told & audit=$!
for _ in 1 2 3; do {worker} 2>> workers & done
{PLAYING}
kill -TERM $audit
code=0; wait $audit || code=$?
[ $code = 3 ] || {{ cat told; exit 1; }}
wait""")
    assert "stopped by the user" in (tmp_path / "told").read_text()
    assert (tmp_path / "workers").read_text().count("joining 192.0.2.10:5557") == 3
    [evidence] = tmp_path.glob("runs/*/evidence.db")
    with sqlite3.connect(evidence) as seen:
        clocks = "select count(distinct value) from observation where subject = 'clock'"
        assert seen.execute(clocks).fetchone()[0] >= 3


OTHERWISE = ("--workers", "--processes", "--metrics-port", "--json-events")  # in the tests around
BEGUN = [line for line in written("audit") if not any(option in line for option in OTHERWISE)]


@pytest.mark.slow
def test_audits_begin(tmp_path: Path) -> None:
    """The citizens of every one come; whole audits are typed by test_readers.py."""
    assert len(BEGUN) >= 10

    def begin(number: int) -> str:
        folder = tmp_path / str(number)
        folder.mkdir()
        profile(folder, BEGUN[number].split()[2])
        return typed(
            f"{BEGUN[number]} > told 2>&1 & audit=$!\n{PLAYING}\n{STOPPED}cat told", folder
        )

    with ThreadPoolExecutor(3) as pool:
        for said in pool.map(begin, range(len(BEGUN))):
            assert "stopped by the user" in said


@pytest.mark.slow
def test_processes_of_this_machine(tmp_path: Path, type_apart: Type) -> None:
    [audit] = [each for each in written("audit") if "--processes" in each]
    profile(tmp_path, "PROFILE")
    script = f"{audit} --quiet 2> told & audit=$!\n{PLAYING}\nkill -TERM $audit"
    type_apart(f"{script}\ncode=0; wait $audit || code=$?; [ $code = 3 ]")
    assert "stopped by the user" in (tmp_path / "told").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("line", written("capacity"))
def test_capacity_of_the_demonstration(line: str, tmp_path: Path, type_apart: Type) -> None:
    """Its first users come; what it finds in some minutes is shown by its own tests."""
    (tmp_path / line.split()[2]).write_bytes(DEMONSTRATION.read_bytes())
    end = "kill -TERM $ramp\ncode=0; wait $ramp || code=$?; [ $code = 3 ]"
    type_apart(f"{line} > /dev/null 2> told & ramp=$!\n{PLAYING}\n{end}")
    assert "stopped by the user" in (tmp_path / "told").read_text()


@pytest.mark.slow
def test_figures_and_events_of_a_run_that_goes_on(tmp_path: Path, type_apart: Type) -> None:
    """Both ways of following, each typed as it is, on the reader's own profile."""
    figures = next(each for each in written("audit") if "--metrics-port" in each)
    events = next(each for each in written("audit") if "--json-events" in each)
    for line in (figures, events):
        profile(tmp_path, line.split()[2])
    url = f"http://127.0.0.1:{figures.split()[-1]}/metrics"
    get = f"import urllib.request; print(urllib.request.urlopen({url!r}).read().decode())"
    end = "kill -TERM $audit\ncode=0; wait $audit || code=$?; [ $code = 3 ]"
    told = type_apart(f"{figures} > /dev/null 2>&1 & audit=$!\n{PLAYING}\npython -c {get!r}\n{end}")
    assert re.search(
        r"^epreuve_journeys_total\{.*outcome=\"success\".*\} [1-9]", told, re.MULTILINE
    )
    type_apart(f"rm -r runs\n{events} 2> events > /dev/null & audit=$!\n{PLAYING}\n{end}")
    lines = [each for each in (tmp_path / "events").read_text().splitlines() if each[0] == "{"]
    assert len(lines) > 2
    assert all("event" in json.loads(each) for each in lines)


def test_completion(type_apart: Type) -> None:
    [line] = re.findall(
        r'^    (eval "\$\(_EPREUVE.*?)\s+#', (ROOT / "docs/ci/README.md").read_text(), re.M
    )
    assert "epreuve" in type_apart(f"{line}\ncomplete -p epreuve")
    for shell in ("zsh", "fish"):
        other = line.removeprefix('eval "$(').removesuffix(')"').replace("bash_", f"{shell}_")
        assert "epreuve" in type_apart(other)
