"""A service on the mounted file system: synced data survives a cut."""

import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

import pytest

from epreuve.faults.errors import FaultError
from epreuve.faults.power.cut_report import CutReport
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.power.unsynced.service import UnsyncedPower
from epreuve.faults.processes.groups import alive

pytestmark = [pytest.mark.needs_fuse, pytest.mark.process]

# Commits rows for ever, and prints each committed row.
SERVICE = """
import sqlite3, sys
d = sqlite3.connect("data/rows.sqlite", isolation_level=None)
d.execute("PRAGMA journal_mode = " + sys.argv[1])
d.execute("PRAGMA synchronous = " + sys.argv[2])
d.execute("CREATE TABLE IF NOT EXISTS t (row INTEGER PRIMARY KEY)")
while True:
    row = d.execute("INSERT INTO t DEFAULT VALUES").lastrowid
    print(row, flush=True)
"""


def acknowledged(path):
    """Return the last acknowledged row."""
    rows = [line for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]
    return int(rows[-1]) if rows else 0


@pytest.fixture
def start(tmp_path):
    made = []

    def make(code, *arguments):
        inner = ProcessPower(
            [sys.executable, "-c", code, *arguments], None, tmp_path, tmp_path / "log"
        )
        service = UnsyncedPower(inner, tmp_path / "data", seed=1)
        made.append(service)
        service.start()
        return service

    yield make
    for service in made:
        service.stop()


def run_until(path, rows):
    deadline = time.monotonic() + 20
    while not (path.exists() and path.read_text().count("\n") >= rows):
        assert time.monotonic() < deadline, path.read_text()
        time.sleep(0.01)


def kept(folder):
    try:
        with closing(sqlite3.connect(folder / "rows.sqlite")) as database:
            return database.execute("SELECT coalesce(max(row), 0) FROM t").fetchone()[0]
    except sqlite3.DatabaseError:
        return -1  # No longer a database.


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
def test_sqlite_that_syncs_loses_nothing(start, tmp_path, journal):
    service = start(SERVICE, journal, "FULL" if journal == "WAL" else "EXTRA")
    for rows in (50, 100):
        run_until(tmp_path / "log", rows)
        assert service.cut().lost is not None
        assert service.is_cut
        assert not os.path.ismount(tmp_path / "data")
        assert kept(tmp_path / "data") >= acknowledged(tmp_path / "log")
        service.start()


def test_sqlite_without_sync_loses_acknowledged_rows(start, tmp_path):
    service = start(SERVICE, "WAL", "OFF")
    run_until(tmp_path / "log", 200)
    lost = service.cut().lost
    assert lost.pages > 0
    assert kept(tmp_path / "data") < acknowledged(tmp_path / "log")


def test_a_kill_alone_loses_nothing(start, tmp_path):
    service = start(SERVICE, "WAL", "OFF")
    run_until(tmp_path / "log", 200)
    service.service.cut()
    service.stop()
    assert kept(tmp_path / "data") >= acknowledged(tmp_path / "log")


def test_the_directory_is_unmounted_with_its_content(start, tmp_path):
    code = (
        "import os, time\n"
        "os.mkdir('data/d'); open('data/d/a', 'w').write('1'); os.symlink('d/a', 'data/l')\n"
        "os.chmod('data/d/a', 0o640); os.link('data/d/a', 'data/b')\n"
        "os.rename('data/b', 'data/c')\n"
        "f = open('data/gone', 'w+'); os.remove('data/gone'); f.write('x' * 9999); f.seek(0)\n"
        "assert len(f.read()) == 9999 and os.listdir('data/d') == ['a']\n"
        "f.truncate(3); assert os.fstat(f.fileno()).st_size == 3\n"
        "os.utime('data/c', (1, 2)); assert os.statvfs('data').f_bsize\n"
        "print('done', os.readlink('data/l'), sorted(os.listdir('data')), flush=True)\n"
        "time.sleep(60)"
    )
    service = start(code)
    run_until(tmp_path / "log", 1)
    assert (tmp_path / "log").read_text() == "done d/a ['c', 'd', 'l']\n"
    service.stop()
    assert sorted(os.listdir(tmp_path / "data")) == ["c", "d", "l"]
    state = (tmp_path / "data" / "c").stat()
    assert (state.st_mode & 0o777, state.st_nlink, state.st_mtime) == (0o640, 2, 2)
    assert (tmp_path / "data" / "l").read_text() == "1"
    service.stop()


def test_the_end_of_the_harness_unmounts_the_directory(start, tmp_path):
    service = start("print('up', flush=True); import time; time.sleep(60)")
    run_until(tmp_path / "log", 1)
    (tmp_path / "data" / "a").write_text("kept")
    service._process.stdin.close()  # As if our process were killed.
    service._process.wait(5)
    assert not os.path.ismount(tmp_path / "data")
    assert (tmp_path / "data" / "a").read_text() == "kept"
    assert os.listdir(tmp_path / "data") == ["a"]


def test_missing_fuse_is_an_error_with_the_remedy(tmp_path, monkeypatch):
    monkeypatch.setattr("epreuve.faults.power.unsynced.service.DEVICE", "/nowhere/fuse")
    inner = ProcessPower([sys.executable], None, tmp_path, tmp_path / "log")
    service = UnsyncedPower(inner, tmp_path / "data", seed=1)
    with pytest.raises(FaultError, match=r"needs FUSE: /nowhere/fuse: .* use level `process`"):
        service.start()
    assert service.cut() == CutReport()
    service.stop()


VICTIM = """
import sys, time
from pathlib import Path
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.power.unsynced.service import UnsyncedPower
from epreuve.faults.processes.guard import Guard
folder = Path(sys.argv[1])
code = "open('data/a', 'w').write('kept'); print('up', flush=True); import time; time.sleep(60)"
inner = ProcessPower(
    [sys.executable, "-c", code], None, folder, folder / "log", Guard(folder / "watchdog.log")
)
UnsyncedPower(inner, folder / "data", 1).start()
print(inner.family.pid, flush=True)
time.sleep(60)
"""


def test_a_harness_that_is_killed_leaves_no_mount_and_no_service(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "-c", VICTIM, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    group = int(process.stdout.readline())
    run_until(tmp_path / "log", 1)
    assert os.path.ismount(tmp_path / "data")
    process.kill()
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 5
    while alive(group) or os.path.ismount(tmp_path / "data"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert (tmp_path / "data" / "a").read_text() == "kept"


def test_every_sync_call_counts(start, tmp_path):
    code = (
        "import mmap, os, time\n"
        "def put(name, flags=0):\n"
        "    one = os.open('data/' + name, os.O_CREAT | os.O_RDWR | flags)\n"
        "    os.write(one, name.encode() * 2000)\n"
        "    return one\n"
        "put('none'); os.fsync(put('fsync')); os.fdatasync(put('fdatasync'))\n"
        "put('dsync', os.O_DSYNC); put('sync', os.O_SYNC)\n"
        "with mmap.mmap(put('mapped'), 0) as area:\n"
        "    area[:6] = b'MAPPED'; area.flush()\n"
        "directory = os.open('data', os.O_RDONLY); os.fsync(directory)\n"
        "print('done', flush=True); time.sleep(60)"
    )
    service = start(code)
    run_until(tmp_path / "log", 1)
    service.cut()
    kept = {path.name: path.read_bytes() for path in (tmp_path / "data").iterdir()}
    for name in ("fsync", "fdatasync", "dsync", "sync"):
        assert kept[name] == name.encode() * 2000
    assert kept["mapped"] == b"MAPPED" + b"mapped" * 1999
    assert kept["none"] != b"none" * 2000
