"""Supervisor: one process group, restarts, common end, immediate errors."""

from __future__ import annotations

import os
import signal
import socket
from pathlib import Path

import pytest

from epreuve.audits.demo import supervisor

ADDRESSES = {
    f"GUICHET_{name}": "127.0.0.1:9" for name in ("DB_LISTEN", "ID", "SMS", "PAY", "MAP", "CDN")
} | {"GUICHET_API": "127.0.0.1:9"}


def group_of(leader):
    """Return the processes of a group, from /proc."""
    members = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # Ended meanwhile.
        if int(fields[2]) == leader and fields[0] != "Z":
            members.append(int(stat.parent.name))
    return members


def test_all_processes_share_the_group_and_die_with_it(start_supplier, until):
    supplier = start_supplier("sobre")
    leader = supplier.process.pid
    assert len(group_of(leader)) == 3
    supplier.cut_power()
    until(lambda: not group_of(leader))


def test_an_orderly_stop_ends_everything(start_supplier):
    supplier = start_supplier("sobre")
    assert supplier.stop() == 0
    assert not group_of(supplier.process.pid)


def test_a_part_that_ends_is_restarted(start_supplier, until):
    supplier = start_supplier("sobre")
    receipt = supplier.citizen.file().receipt
    for part in group_of(supplier.process.pid):
        if part != supplier.process.pid:
            os.kill(part, signal.SIGKILL)
    until(lambda: len(group_of(supplier.process.pid)) == 3)
    until(lambda: _is_up(supplier))
    assert supplier.citizen.get(f"/dossiers/{receipt}").status == 200


def _is_up(supplier):
    try:
        return supplier.citizen.get("/sante").status == 200
    except OSError:
        return False


def test_the_parts_end_when_the_supervisor_alone_is_killed(start_supplier, until):
    supplier = start_supplier("sobre")
    os.kill(supplier.process.pid, signal.SIGKILL)
    supplier.process.wait(5)
    until(lambda: not group_of(supplier.process.pid))


def test_a_normal_stop_of_the_fragile_supplier_writes_waiting_dossiers(start_supplier):
    supplier = start_supplier("fragile")
    receipt = supplier.citizen.pay().receipt
    assert supplier.stop() == 0
    supplier.start()
    assert supplier.citizen.get(f"/dossiers/{receipt}").status == 200


@pytest.mark.process
def test_a_part_that_fails_repeatedly_is_not_restarted(monkeypatch, until):
    monkeypatch.setattr(supervisor, "_RESTART_AFTER", 0.0)
    part = supervisor._Part(["false"])
    until(lambda: not part.keep())
    assert len(part.deaths) == 10


def test_missing_addresses_are_named_at_once(run_demo):
    ended = run_demo("sobre")
    assert ended.returncode == 2
    for name in ("GUICHET_ID", "GUICHET_DB_LISTEN", "GUICHET_DATA"):
        assert name in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


@pytest.mark.parametrize("bad", ["nonsense", "127.0.0.1:", ":80", "127.0.0.1:99999"])
def test_a_bad_address_is_named_with_its_value(run_demo, tmp_path, bad):
    ended = run_demo("sobre", **ADDRESSES | {"GUICHET_DATA": str(tmp_path), "GUICHET_ID": bad})
    assert ended.returncode == 2
    assert f"GUICHET_ID={bad!r}" in ended.stderr


def test_a_bad_database_url_is_refused(run_demo, tmp_path):
    ended = run_demo(
        "sobre", **ADDRESSES | {"GUICHET_DATA": str(tmp_path), "DATABASE_URL": "mysql://x"}
    )
    assert ended.returncode == 2
    assert "postgresql://" in ended.stderr


def test_a_data_folder_that_cannot_be_made_is_named(run_demo, tmp_path):
    (tmp_path / "file").touch()
    ended = run_demo("sobre", **ADDRESSES | {"GUICHET_DATA": str(tmp_path / "file")})
    assert ended.returncode == 2
    assert f"GUICHET_DATA={tmp_path / 'file'}" in ended.stderr


def test_a_port_in_use_is_reported_once(run_demo, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = f"127.0.0.1:{other.getsockname()[1]}"
        environment = ADDRESSES | {"GUICHET_DATA": str(tmp_path), "GUICHET_LISTEN": taken}
        ended = [run_demo("fragile", **environment), run_demo("sms", "--listen", taken)]
    for one in ended:
        assert one.returncode == 1
        assert len(one.stderr.splitlines()) == 1
        assert "in use" in one.stderr
