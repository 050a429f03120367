"""Parallel audits of `epreuve demo`."""

import os
import subprocess
import sys

import pytest

from epreuve.audits.cli import demo as demonstration
from epreuve.audits.cli.shared.free_cores import free_cores
from epreuve.audits.errors import NotMeasurable

pytestmark = pytest.mark.process

SLEEPS = "import time; time.sleep(60)"
MISUSE = "import sys; sys.exit(2)"


def test_a_failed_audit_ends_the_other(monkeypatch, tmp_path):
    started = {}

    def start(name, folder, options):
        folder.with_suffix(".txt").write_text("")
        code = MISUSE if name == "sobre" else SLEEPS
        started[name] = subprocess.Popen([sys.executable, "-c", code])
        return started[name]

    monkeypatch.setattr(demonstration, "_start", start)
    monkeypatch.setattr(demonstration, "free_cores", lambda: 2.0)
    with pytest.raises(NotMeasurable, match="sobre"):
        demonstration.demonstrate("tous-risques", 1, 20.0, "en", tmp_path / "demo")
    assert started["fragile"].returncode == -15


@pytest.mark.parametrize(
    ("free", "busy_bench", "most", "words"),
    [
        (2.0, "void", 2, "are free: both audits run at the same time"),
        (0.4, "void", 1, "one after the other"),
        (0.4, "warn", 2, "is `warn`: both audits run at the same time"),
    ],
)
def test_a_machine_with_few_free_cores_audits_one_after_the_other(
    monkeypatch, tmp_path, capsys, free, busy_bench, most, words
):
    started = []

    def start(name, folder, options):
        folder.with_suffix(".txt").write_text("")
        running = sum(audit.poll() is None for audit in started)
        assert running < most
        code = MISUSE if len(started) == 1 else f"import time; time.sleep({most - 1})"
        started.append(subprocess.Popen([sys.executable, "-c", code]))
        return started[-1]

    monkeypatch.setattr(demonstration, "_start", start)
    monkeypatch.setattr(demonstration, "free_cores", lambda: free)
    monkeypatch.setenv("EPREUVE_BUSY_BENCH", busy_bench)
    with pytest.raises(NotMeasurable, match="fragile"):  # The second audit: no report to compare.
        demonstration.demonstrate("tous-risques", 1, 20.0, "en", tmp_path / "demo")
    assert len(started) == 2
    assert words in capsys.readouterr().err


def test_free_cores_are_a_share_of_all(monkeypatch):
    monkeypatch.setattr("epreuve.audits.cli.shared.free_cores.SAMPLE", 0.1)
    assert 0 <= free_cores() <= len(os.sched_getaffinity(0)) + 0.5


def test_a_server_of_the_environment_is_not_used(monkeypatch, tmp_path):
    """Both audits use the same proxy names."""
    calls = []
    monkeypatch.setenv("EPREUVE_TOXIPROXY", "http://127.0.0.1:8474")
    monkeypatch.setattr(subprocess, "Popen", lambda words, **how: calls.append((words, how["env"])))
    demonstration._start("sobre", tmp_path / "sobre", ["--seed", "1"])
    words, env = calls[0]
    assert words[-2:] == ["--seed", "1"]
    assert not env["EPREUVE_TOXIPROXY"]


def test_the_profiles_of_the_suppliers_exist():
    assert all(
        (demonstration.PROFILES / f"{name}.yaml").is_file() for name in demonstration.SUPPLIERS
    )
