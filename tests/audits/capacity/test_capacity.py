"""Capacity tests of a real service."""

import json
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from epreuve.probes.evidence.errors import EvidenceError
from epreuve.probes.evidence.reader import Evidence
from tests.audits.capacity.command import ran


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
    steps = shown["steps"]
    assert [step["users"] for step in steps] == [1, 6, 12]
    assert all(step["journeys"] > 0 for step in steps)
    assert all(step["journeys"] <= 3 * 1.5 / 0.02 for step in steps)  # three at a time, 20 ms each
    assert min(step["p50"] for step in steps) >= 0.02
    assert not steps[0]["failures"]
    assert err.splitlines()[0].startswith("users 1: ")
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
    assert len(json.loads((folder / "capacity.json").read_text())["steps"]) < 3


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
    end = time.monotonic() + 150
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
