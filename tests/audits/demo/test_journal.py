"""Durability of the journal, also with a damaged end of the file."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from epreuve.audits.demo.sobre.journal import Journal


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.jsonl"


def read(path):
    journal = Journal(path)
    records = list(journal.replay())
    journal.close()
    return records


def test_records_come_back_in_order(path):
    journal = Journal(path)
    for rank in range(5):
        journal.append({"rank": rank, "text": "é\n"})
    assert read(path) == [{"rank": rank, "text": "é\n"} for rank in range(5)]


def test_every_thread_gets_its_record_on_the_disk(path):
    journal = Journal(path)
    with ThreadPoolExecutor(16) as crowd:
        list(crowd.map(lambda rank: journal.append({"rank": rank}), range(400)))
    assert sorted(record["rank"] for record in read(path)) == list(range(400))


@pytest.mark.parametrize("kept", range(1, 24, 3))
def test_a_torn_last_line_is_dropped_and_written_over(path, kept):
    journal = Journal(path)
    journal.append({"rank": 0})
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:kept].rstrip(b"\n"))
    again = Journal(path)
    assert list(again.replay()) == [{"rank": 0}]
    again.append({"rank": 1})
    assert read(path) == [{"rank": 0}, {"rank": 1}]


def test_a_damaged_line_does_not_hide_the_next_ones(path):
    journal = Journal(path)
    for rank in range(3):
        journal.append({"rank": rank})
    lines = path.read_bytes().splitlines(keepends=True)
    lines[1] = lines[1].replace(b"1}", b"7}")
    path.write_bytes(b"".join(lines))
    assert read(path) == [{"rank": 0}, {"rank": 2}]


def test_a_write_error_is_raised_and_leaves_no_partial_line(path, monkeypatch):
    journal = Journal(path)
    journal.append({"rank": 0})

    def refuse(file):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(OSError, match="No space left"):
            journal.append({"rank": 1})
    journal.append({"rank": 2})
    assert read(path) == [{"rank": 0}, {"rank": 2}]
