"""The end of the mount, also while another mount namespace has a copy of it."""

import os
import subprocess
import sys

import pytest

from epreuve.faults.power.process import ProcessPower
from epreuve.faults.power.unsynced import connection
from epreuve.faults.power.unsynced.service import UnsyncedPower

MOUNTS = """\
24 1 0:5 / /data rw - tmpfs tmpfs rw
40 24 0:61 / /data rw shared:9 - fuse epreuve-unsynced rw
41 24 0:62 / /my\\040data rw - fuse epreuve-unsynced rw
42 40 0:63 / /data rw - fuse epreuve-unsynced rw
43 24 0:64 / /data/under rw - fuse.sshfs host rw
"""


@pytest.mark.parametrize(
    ("directory", "number"),
    [("/data", 63), ("/my data", 62), ("/data/under", 64), ("/other", None)],
)
def test_the_connection_is_that_of_the_last_mount(tmp_path, directory, number):
    table = tmp_path / "mountinfo"
    table.write_text(MOUNTS)
    assert connection.connection_of(directory, str(table)) == number


def test_a_connection_is_aborted_where_the_kernel_offers_it(tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "CONNECTIONS", tmp_path)
    (tmp_path / "63").mkdir()
    connection.abort(63)
    assert (tmp_path / "63" / "abort").read_text() == "1"
    connection.abort(64)
    connection.abort(None)
    assert os.listdir(tmp_path) == ["63"]


@pytest.mark.needs_fuse
@pytest.mark.needs_root
@pytest.mark.process
def test_a_cut_ends_the_file_system_that_another_namespace_holds(tmp_path):
    code = "open('data/a', 'w').write('kept'); print('up', flush=True); import time; time.sleep(60)"
    inner = ProcessPower([sys.executable, "-c", code], None, tmp_path, tmp_path / "log")
    service = UnsyncedPower(inner, tmp_path / "data", seed=1)
    holder = None
    try:
        service.start()
        system = service._process
        hold = f"exec 3<{tmp_path}/data; echo held; exec sleep 60"
        holder = subprocess.Popen(["unshare", "-m", "sh", "-c", hold], stdout=subprocess.PIPE)
        assert holder.stdout.readline() == b"held\n"
        service.cut()
        assert system.returncode == 0  # Ended by itself, not killed after a time-out.
        assert not os.path.ismount(tmp_path / "data")
        service.start()
        assert os.path.ismount(tmp_path / "data")
    finally:
        service.stop()
        if holder is not None:
            holder.kill()
            holder.wait()
            holder.stdout.close()
