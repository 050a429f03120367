"""PostgreSQL during a power cut, alone and with each supplier: only synced data survive."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import psycopg
import pytest

from epreuve.audits.demo.dossier import Dossier, now
from epreuve.audits.demo.register_postgresql import PostgresqlRegister
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.power.unsynced.service import UnsyncedPower

pytestmark = [pytest.mark.needs_fuse, pytest.mark.needs_postgresql, pytest.mark.process]


@pytest.fixture
def cluster(postgresql_folder, free):
    """Factory of clusters on a disk that loses unsynced data, with server options."""
    folder = Path(tempfile.mkdtemp(prefix="guichet-unsynced-"))
    before = []
    if os.getuid() == 0:
        before = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        shutil.chown(folder, "postgres", "postgres")
    data, services = folder / "data", []
    words = [*before, postgresql_folder / "initdb", "-D", data, "-U", "guichet", "-A", "trust"]
    subprocess.run([*words, "--no-sync"], check=True, stdout=subprocess.DEVNULL, cwd="/")

    def make(*options):
        port = free().rpartition(":")[2]
        server = [*before, postgresql_folder / "postgres", "-D", data, "-p", port, "-k", folder]
        server += ["-c", "listen_addresses=127.0.0.1", *options]
        inner = ProcessPower([str(word) for word in server], None, Path("/"), folder / "log")
        services.append(UnsyncedPower(inner, data, seed=5))
        return services[-1], f"postgresql://guichet@127.0.0.1:{port}/postgres"

    yield make
    for service in services:
        service.stop()
    shutil.rmtree(folder)


def is_up(url):
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def fill(url, count):
    """Return the dossiers that the register has acknowledged."""
    register = PostgresqlRegister(url, 10)
    receipts = [f"R{rank}" for rank in range(count)]
    for rank, receipt in enumerate(receipts):
        name = f"Usager {rank}"
        register.put(Dossier(receipt, f"j{rank}", "acte", name, "Naissance", now()), b"p" * 20_000)
    return receipts


def stored(url):
    """Return the receipts in the database: none before its table is made."""
    with psycopg.connect(url) as connection, suppress(psycopg.errors.UndefinedTable):
        return {receipt for (receipt,) in connection.execute("SELECT receipt FROM dossier")}
    return set()


@pytest.mark.parametrize("checkpoint", [False, True])
def test_postgresql_loses_nothing(cluster, until, checkpoint):
    power, url = cluster()
    power.start()
    until(lambda: is_up(url))
    receipts = fill(url, 40)
    if checkpoint:  # What is replayed no longer makes the table's files anew.
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
    lost = power.cut().lost
    assert lost is not None
    assert lost.pages > 0
    power.start()
    until(lambda: is_up(url))
    assert stored(url) == set(receipts)


def test_postgresql_without_fsync_loses_acknowledged_dossiers(cluster, until):
    power, url = cluster("-c", "fsync=off")
    power.start()
    until(lambda: is_up(url))
    receipts = fill(url, 40)
    power.service.cut()  # The processes alone: the kernel keeps what it was given.
    power.service.start()
    until(lambda: is_up(url))
    assert stored(url) == set(receipts)
    power.cut()
    power.start()
    deadline = time.monotonic() + 8
    while power.running() and not is_up(url) and time.monotonic() < deadline:
        time.sleep(0.1)
    try:
        kept = stored(url)
    except psycopg.Error:
        kept = set()  # Not even a cluster any more.
    assert kept < set(receipts)


# --- a supplier and its PostgreSQL, both over such a disk, cut at the same time ---

CUTS, PEOPLE = 2, 6


@pytest.fixture
def supplier_on(cluster, third_parties, tmp_path, free):
    """Factory of suppliers on PostgreSQL: address, database address, and a function to cut both."""
    suppliers = []

    def make(name):
        database, url = cluster()
        environment = {
            "GUICHET_LISTEN": free(),
            "GUICHET_DATA": str(tmp_path / "data"),
            "DATABASE_URL": url,
            **third_parties,
        }
        words = [sys.executable, "-m", "epreuve.audits.demo", name]
        inner = ProcessPower(words, environment, Path("/"), tmp_path / "log")
        suppliers.append(UnsyncedPower(inner, tmp_path / "data", seed=11))
        return environment["GUICHET_LISTEN"], url, (database, suppliers[-1])

    yield make
    for supplier in suppliers:
        supplier.stop()


@pytest.fixture
def cut_in_a_crowd(supplier_on, citizen, up, until):
    """Cut the power while people file dossiers; return the acknowledged dossiers."""

    def trial(name):
        address, url, powers = supplier_on(name)
        receipts, stopped = [], threading.Event()

        def file(person):
            for rank in range(400):
                if stopped.is_set():
                    return
                with suppress(OSError, HTTPException, AssertionError):  # Not acknowledged.
                    page = citizen(address).file(f"Usager {person}-{rank}", b"piece" * 900)
                    receipts.append(page.receipt)

        def start():
            powers[0].start()
            until(lambda: is_up(url))
            powers[1].start()
            up(address)

        start()
        for _ in range(CUTS):
            enough = len(receipts) + 20
            stopped.clear()
            with ThreadPoolExecutor(PEOPLE + len(powers)) as crowd:
                people = [crowd.submit(file, person) for person in range(PEOPLE)]
                try:
                    until(lambda enough=enough: len(receipts) >= enough)
                    for report in crowd.map(UnsyncedPower.cut, powers):
                        assert report.lost is not None
                finally:
                    stopped.set()
                for future in people:
                    future.result()
            start()
        return address, url, set(receipts)

    return trial


def known(citizen, address, receipts):
    return {
        receipt
        for receipt in receipts
        if citizen(address).get(f"/dossiers/{receipt}").status == 200
    }


def test_the_sober_supplier_on_postgresql_loses_nothing(cut_in_a_crowd, citizen, until):
    address, url, receipts = cut_in_a_crowd("sobre")
    assert len(receipts) >= CUTS * 20
    assert known(citizen, address, receipts) == receipts
    until(lambda: receipts <= stored(url))  # Its journal is emptied into the database.


def test_the_fragile_supplier_on_postgresql_loses_acknowledged_dossiers(cut_in_a_crowd, citizen):
    address, url, receipts = cut_in_a_crowd("fragile")
    kept = known(citizen, address, receipts)
    assert kept < receipts
    assert kept == receipts & stored(url)
