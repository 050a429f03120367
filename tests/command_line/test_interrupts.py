"""Interrupts of the installed `epreuve`: what was seen is kept, and nothing is left running."""

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
from epreuve.probes.evidence.store import Evidence
from tests.command_line.conftest import EPREUVE, PATIENCE, Desk, is_free, said, until


def test_an_interrupt_while_python_imports_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "click.py").write_text(
        "import os, signal, time\nos.kill(os.getpid(), signal.SIGINT)\ntime.sleep(20)\n"
    )
    done = subprocess.run(
        [EPREUVE, "--version"], capture_output=True, text=True, timeout=PATIENCE,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (3, "", "epreuve: interrupted\n")


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
    assert "has proxies of others: theirs; delete them, give another server" in err
    assert "--toxiproxy-shared" in err
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
    assert "stopped by the user; the evidence recorded so far is in run" in err
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


def test_a_stop_file_ends_the_run_for_safety(desk: Desk) -> None:
    desk.edit("epreuve: 1\n", f"epreuve: 1\nsafety: {{stop_file: '{desk.path / 'stop'}'}}\n")
    process = desk.audit()
    desk.wait_playing(process)
    (desk.path / "stop").touch()
    assert "safety.stop_file" in said(process, EXIT_STOPPED)
    assert until(lambda: desk.left() == [], 5), desk.left()
