"""Two audits at once: when one gives no verdict, the other is ended and the user is told."""

import subprocess
import sys

import pytest

from epreuve.audits import demonstration
from epreuve.audits.errors import NotMeasurable
from epreuve.faults.server_choice import ANY_SERVER

SLEEPS = "import time; time.sleep(60)"
MISUSE = "import sys; sys.exit(2)"


def test_one_without_verdict_ends_the_other(monkeypatch, tmp_path):
    started = {}

    def start(name, folder, options):
        folder.with_suffix(".txt").write_text("")
        code = MISUSE if name == "sobre" else SLEEPS
        started[name] = subprocess.Popen([sys.executable, "-c", code])
        return started[name]

    monkeypatch.setattr(demonstration, "_start", start)
    with pytest.raises(NotMeasurable, match="sobre"):
        demonstration.demonstrate("tous-risques", 1, 20.0, "en", ANY_SERVER, tmp_path / "demo")
    assert started["fragile"].returncode == -15
