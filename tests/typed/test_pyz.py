"""`epreuve.pyz` with the loopback alone and a bare Python; collected where it is and is new."""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = [pytest.mark.needs_unshare, pytest.mark.needs_pyz]

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
Type = Callable[..., str]


@pytest.mark.slow
def test_an_audit_begins_is_judged_and_told(tmp_path: Path, type_apart: Type) -> None:
    bare = tmp_path / "bare"
    venv.create(bare, with_pip=False)
    text = (HERE / "profile.yaml").read_text()
    (tmp_path / "ours.yaml").write_text(
        text.replace("SERVICE", json.dumps(str(HERE / "service.py")))
    )
    path = os.pathsep.join([str(bare / "bin"), "/usr/bin", "/bin", "/usr/sbin", "/sbin"])
    told = type_apart(
        f"""
pyz={ROOT / "dist" / "epreuve.pyz"}
! python3 -c 'import click' 2> /dev/null
$pyz --version
$pyz doctor > doctor
$pyz check ours.yaml
$pyz audit ours.yaml --quick --seed 1 --folder run --quiet 2> told & audit=$!
until python3 -c '
import sqlite3
found = sqlite3.connect("run/evidence.db").execute("select count(*) from attempt").fetchone()[0]
raise SystemExit(found < 4)' 2> /dev/null; do sleep 0.3; done
kill -TERM $audit
code=0; wait $audit || code=$?
[ $code = 3 ] || {{ cat told; exit 1; }}
$pyz assess run > /dev/null || [ $? = 3 ]
$pyz report run""",
        PATH=path, SHIV_ROOT=str(tmp_path / "unpacked"), PYTHONPATH="",
    )  # fmt: skip
    assert told.startswith("epreuve 0.")
    assert "ours.yaml: right." in told
    run = json.loads((tmp_path / "run" / "run.json").read_text())
    assert run["engine"].startswith("embedded")
    for name in ("report.fr.html", "report.en.html", "kit.fr.html", "junit.xml"):
        assert (tmp_path / "run" / name).stat().st_size > 1000, name


def test_it_is_for_this_version_of_python() -> None:
    words = [sys.executable, "-I", str(ROOT / "dist" / "epreuve.pyz"), "--version"]
    assert subprocess.run(words, capture_output=True, timeout=60).returncode == 0
