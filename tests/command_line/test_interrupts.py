"""Interrupts of the installed `epreuve`: evidence is kept and no process remains."""

import json
import os
import shutil
import signal
import subprocess
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from epreuve.audits.errors import EXIT_HARNESS, EXIT_STOPPED
from epreuve.audits.runs.records.faults import FaultBegin, FaultHeal
from epreuve.probes.evidence.reader import Evidence
from tests.command_line.conftest import EPREUVE, PATIENCE, Workspace, is_free, stderr_of, wait_until


def test_an_interrupt_during_imports_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text(
        "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(20)\n"
    )
    done = subprocess.run(
        [EPREUVE, "--version"], capture_output=True, text=True, timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "epreuve: interrupted\n")


@pytest.fixture
def toxiproxy(workspace: Workspace, free_port: Callable[[], int]) -> Iterator[str]:
    """Address of a Toxiproxy server that stays after the audit, for inspection."""
    port = free_port()
    server = workspace.start("toxiproxy", "--listen", f"127.0.0.1:{port}")
    try:
        assert wait_until(lambda: not is_free(port))
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.communicate()


def proxies(url: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{url}/proxies", timeout=5) as response:
        return dict(json.load(response))


def test_a_server_with_other_proxies_needs_the_option_shared(
    workspace: Workspace, toxiproxy: str
) -> None:
    theirs = {"name": "theirs", "listen": "127.0.0.1:0", "upstream": "127.0.0.1:9"}
    request = urllib.request.Request(f"{toxiproxy}/proxies", json.dumps(theirs).encode())
    urllib.request.urlopen(request, timeout=5).close()
    before = proxies(toxiproxy)
    err = stderr_of(workspace.audit("--toxiproxy", toxiproxy), EXIT_HARNESS)
    assert "has proxies of others: theirs; delete them, give another server" in err
    assert "--toxiproxy-shared" in err
    shutil.rmtree(workspace.run)
    process = workspace.audit("--toxiproxy", toxiproxy, "--toxiproxy-shared")
    workspace.wait_playing(process)
    assert proxies(toxiproxy).keys() > before.keys()
    os.killpg(process.pid, signal.SIGINT)
    stderr_of(process, 3)
    assert proxies(toxiproxy) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_an_interrupt_keeps_the_run_and_leaves_no_process(
    workspace: Workspace, toxiproxy: str, number: signal.Signals
) -> None:
    process = workspace.audit("--toxiproxy", toxiproxy)
    workspace.wait_playing(process)
    assert proxies(toxiproxy)
    assert (
        len(workspace.processes()) > 4
    )  # the audit, its load, the service, its child, the database…
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # as a terminal does, to the children too
    else:
        os.kill(process.pid, number)
    err = stderr_of(process, 3)
    assert "stopped by the user; the evidence recorded so far is in run" in err
    assert proxies(toxiproxy) == {}
    processes = workspace.processes()
    others = [line for line in processes if "toxiproxy" not in line and "embedded" not in line]
    assert others == []
    assert all(is_free(port) for port in workspace.ports)
    assert (
        json.loads((workspace.run / "run.json").read_text())["interrupted"]["en"]
        == "stopped by the user"
    )
    evidence = Evidence(workspace.run / "evidence.db")
    begun = list(evidence.observations(FaultBegin))
    healed = list(evidence.observations(FaultHeal))
    assert {fault.subject for fault in begun} == {fault.subject for fault in healed}
    evidence.close()
    assert len(stderr_of(workspace.start("assess", "run"), 3).splitlines()) == 0


@pytest.mark.parametrize("name", ["run.json", "logs/watchdog.log", "logs/service.log"])
def test_an_interrupt_during_the_start_leaves_no_process(workspace: Workspace, name: str) -> None:
    process = workspace.audit()
    wait_until(lambda: (workspace.run / name).exists() or process.poll() is not None)
    os.killpg(process.pid, signal.SIGINT)
    error = stderr_of(process, 3)  # a machine that is slow may be in front of the first step
    reasons = {
        "stopped by the user": "stopped by the user",
        "epreuve: interrupted": "the run was stopped before its first step",
    }
    (reason,) = [reasons[words] for words in reasons if words in error]
    assert wait_until(lambda: workspace.processes() == [], 5), workspace.processes()
    assert all(is_free(port) for port in workspace.ports)
    assert json.loads((workspace.run / "run.json").read_text())["interrupted"]["en"] == reason


def test_after_sigkill_no_process_is_left_within_five_seconds(workspace: Workspace) -> None:
    process = workspace.audit()
    workspace.wait_playing(process)
    process.kill()
    process.communicate()
    assert wait_until(lambda: workspace.processes() == [], 5), workspace.processes()
    assert all(is_free(port) for port in workspace.ports)
    evidence = Evidence(workspace.run / "evidence.db")
    assert list(evidence.attempts())
    evidence.close()
    stderr_of(workspace.start("assess", "run"), 3)


def test_a_stop_file_ends_the_run_for_safety(workspace: Workspace) -> None:
    workspace.edit(
        "epreuve: 1\n", f"epreuve: 1\nsafety: {{stop_file: '{workspace.path / 'stop'}'}}\n"
    )
    process = workspace.audit()
    workspace.wait_playing(process)
    (workspace.path / "stop").touch()
    assert "safety.stop_file" in stderr_of(process, EXIT_STOPPED)
    assert wait_until(lambda: workspace.processes() == [], 5), workspace.processes()
