"""`epreuve.pyz` without a network and with a Python that has no packages."""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.harness.programs import PYZ

pytestmark = [pytest.mark.needs_unshare, pytest.mark.needs_pyz]

HERE = Path(__file__).parent
Run = Callable[..., str]


@pytest.mark.slow
def test_an_audit_starts_and_is_assessed_and_reported(tmp_path: Path, run_here: Run) -> None:
    bare = tmp_path / "bare"
    venv.create(bare, with_pip=False)
    text = (HERE / "profile.yaml").read_text()
    (tmp_path / "ours.yaml").write_text(
        text.replace("SERVICE", json.dumps(str(HERE / "service.py")))
    )
    path = os.pathsep.join([str(bare / "bin"), "/usr/bin", "/bin", "/usr/sbin", "/sbin"])
    output = run_here(
        f"""
pyz={PYZ}
! python3 -c 'import click' 2> /dev/null
$pyz --version
$pyz doctor > doctor
$pyz check ours.yaml
$pyz audit ours.yaml --quick --seed 1 --folder run --quiet 2> log & audit=$!
until python3 -c '
import sqlite3
ended = sqlite3.connect("run/evidence.db").execute("select count(*) from attempt").fetchone()[0]
raise SystemExit(ended < 4)' 2> /dev/null; do sleep 0.3; done
kill -TERM $audit
code=0; wait $audit || code=$?
[ $code = 3 ] || {{ cat log; exit 1; }}
$pyz assess run > /dev/null || [ $? = 3 ]
$pyz report run""",
        PATH=path, SHIV_ROOT=str(tmp_path / "unpacked"), PYTHONPATH="",
    )  # fmt: skip
    assert output.startswith("epreuve 0.")
    assert "ours.yaml: OK." in output
    run = json.loads((tmp_path / "run" / "run.json").read_text())
    assert run["engine"].startswith("embedded")
    for name in ("report.fr.html", "report.en.html", "kit.fr.html", "junit.xml"):
        assert (tmp_path / "run" / name).stat().st_size > 1000, name


def test_it_runs_with_this_version_of_python() -> None:
    command = [sys.executable, "-I", str(PYZ), "--version"]
    assert subprocess.run(command, capture_output=True, timeout=60).returncode == 0
