"""Acknowledged dossiers after a power cut, by supplier and level of the cut."""

from __future__ import annotations

import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from epreuve.faults.power.process import ProcessPower
from epreuve.faults.power.unsynced.service import UnsyncedPower

pytestmark = pytest.mark.needs_fuse

WRITTEN = 5.5  # seconds after which the fragile one has handed over what it had in memory


@pytest.fixture
def cut_and_count(third_parties, tmp_path, free, citizen, up):
    """Function that files dossiers, cuts the power, and counts lost receipts."""

    def trial(name, level, pause):
        address = free()
        environment = {
            "GUICHET_LISTEN": address,
            "GUICHET_DB_LISTEN": free(),
            "GUICHET_DATA": str(tmp_path / level),
            **third_parties,
        }
        words = [sys.executable, "-m", "epreuve.audits.demo", name]
        power = ProcessPower(words, environment, Path("/"), tmp_path / f"{level}.log")
        if level == "unsynced":
            power = UnsyncedPower(power, tmp_path / level, seed=7)

        def file(rank):
            return citizen(address).file(f"Usager {rank}", b"piece" * 900).receipt

        try:
            power.start()
            up(address)
            with ThreadPoolExecutor(8) as people:
                receipts = list(people.map(file, range(24)))
            time.sleep(pause)
            power.cut()
            power.start()
            up(address)
            pages = [citizen(address).get(f"/dossiers/{receipt}") for receipt in receipts]
            return sum(page.status != 200 for page in pages)
        finally:
            power.stop()

    return trial


def test_the_sober_supplier_loses_nothing_at_any_level(cut_and_count, tmp_path):
    assert cut_and_count("sobre", "process", 0) == 0
    assert cut_and_count("sobre", "unsynced", 0) == 0
    key = (tmp_path / "unsynced" / "badge.key").read_text()
    assert re.fullmatch("[0-9a-f]{64}", key)  # Only identified users stay identified.


def test_the_fragile_one_survives_a_kill_and_not_a_power_cut(cut_and_count):
    with ThreadPoolExecutor() as side_by_side:
        killed = side_by_side.submit(cut_and_count, "fragile", "process", WRITTEN)
        cut = side_by_side.submit(cut_and_count, "fragile", "unsynced", WRITTEN)
    assert killed.result() == 0
    assert cut.result() > 0
