"""Parallel audits of `epreuve demo`."""

import subprocess
import sys

import pytest

from epreuve.audits.cli import demo as demonstration
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
    with pytest.raises(NotMeasurable, match="sobre"):
        demonstration.demonstrate("tous-risques", 1, 20.0, "en", tmp_path / "demo")
    assert started["fragile"].returncode == -15


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
