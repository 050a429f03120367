"""Content of a directory after a power cut: examples, and a comparison with a small model."""

import os
import shutil
import tempfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from epreuve.faults.power.unsynced.disk import Disk
from epreuve.faults.power.unsynced.pages import PAGE


@pytest.fixture
def disk(tmp_path):
    return Disk(str(tmp_path), strict=True)


def put(disk, path, content, *, synced=False):
    descriptor = disk.create(path, 0o600)
    disk.write(descriptor, content, 0)
    if synced:
        disk.fsync(descriptor)
    os.close(descriptor)


def cut(disk, early=0.0, seed=0):
    lost = disk.cut(Random(seed), early)
    base = Path(disk.base)
    files = {str(p.relative_to(base)): p.read_bytes() for p in base.rglob("*") if p.is_file()}
    return files, lost


def test_existing_content_counts_as_synced(tmp_path):
    (tmp_path / "old").write_bytes(b"old")
    disk = Disk(str(tmp_path))
    descriptor = disk.open("old", os.O_WRONLY)
    disk.write(descriptor, b"newer", 0)
    disk.write(descriptor, b"z" * PAGE * 2, PAGE)
    os.close(descriptor)
    files, lost = cut(disk)
    assert files == {"old": b"old"}
    assert (lost.pages, lost.sizes, lost.names, lost.files) == (3, 1, 0, ["old"])


def test_a_file_needs_its_content_and_its_name_synced(disk):
    put(disk, "both", b"1", synced=True)
    put(disk, "name only", b"2")
    disk.fsyncdir("")
    put(disk, "content only", b"3", synced=True)
    assert cut(disk)[0] == {"both": b"1", "name only": b""}


def test_a_rename_over_without_sync_leaves_the_old_file(disk):
    put(disk, "a", b"old", synced=True)
    disk.fsyncdir("")
    put(disk, "draft", b"new", synced=True)
    disk.rename("draft", "a")
    assert cut(disk)[0] == {"a": b"old"}


def test_a_rename_synced_before_its_content_leaves_an_empty_file(disk):
    put(disk, "a", b"old", synced=True)
    put(disk, "draft", b"new")
    disk.rename("draft", "a")
    disk.fsyncdir("")
    assert cut(disk)[0] == {"a": b""}


def test_a_removal_without_sync_is_undone_also_in_an_open_file(disk):
    put(disk, "a", b"kept", synced=True)
    put(disk, "b", b"gone", synced=True)
    disk.fsyncdir("")
    disk.unlink("b")
    disk.fsyncdir("")
    disk.rename("a", ".fuse_hidden1")
    disk.unlink(".fuse_hidden1")
    assert cut(disk)[0] == {"a": b"kept"}


def test_directories_are_created_and_deleted_at_once(disk):
    disk.mkdir("new", 0o700)
    put(disk, "new/a", b"1", synced=True)
    disk.fsyncdir("new")
    assert cut(disk)[0] == {}
    disk.mkdir("kept", 0o700)
    disk.fsyncdir("")
    put(disk, "kept/a", b"1", synced=True)
    disk.fsyncdir("kept")
    disk.unlink("kept/a")
    disk.rmdir("kept")
    disk.symlink("link", "kept")
    assert cut(disk)[0] == {"kept/a": b"1"}
    assert not os.path.lexists(disk.real("link"))


def test_changes_in_a_directory_follow_its_move(disk):
    disk.mkdir("old", 0o700)
    disk.fsyncdir("")
    put(disk, "old/a", b"1", synced=True)
    disk.rename("old", "new")
    disk.fsyncdir("")
    assert cut(disk)[0] == {}
    assert os.path.isdir(disk.real("new"))


def test_a_move_between_directories_is_never_half_done(disk):
    disk.mkdir("d", 0o700)
    put(disk, "a", b"1", synced=True)
    disk.rename("a", "d/a")
    disk.fsyncdir("d")
    assert cut(disk)[0] == {"d/a": b"1"}


def test_a_hard_link_shares_its_content(disk):
    put(disk, "a", b"1", synced=True)
    disk.link("b", "a")
    disk.fsyncdir("")
    descriptor = disk.open("b", os.O_RDWR)
    disk.write(descriptor, b"22", 0)
    os.close(descriptor)
    assert cut(disk)[0] == {"a": b"1", "b": b"1"}


def test_truncation_and_growth(disk):
    put(disk, "a", b"x" * (PAGE + 10), synced=True)
    put(disk, "b", b"y" * (PAGE + 10), synced=True)
    disk.fsyncdir("")
    disk.truncate("a", 3)
    disk.truncate("a", 3 * PAGE)
    os.close(disk.open("b", os.O_WRONLY | os.O_TRUNC))
    assert cut(disk)[0] == {"a": b"x" * (PAGE + 10), "b": b"y" * (PAGE + 10)}


def test_the_seed_decides(tmp_path):
    def left(seed):
        shutil.rmtree(tmp_path / "d", ignore_errors=True)
        (tmp_path / "d").mkdir()
        disk = Disk(str(tmp_path / "d"))
        for rank in range(8):
            put(disk, str(rank), bytes([rank]) * PAGE * 3)
        return cut(disk, 0.5, seed)[0]

    assert left(1) == left(1)
    assert len({str(left(seed)) for seed in range(6)}) > 1


def test_everything_may_be_written_early(disk):
    put(disk, "a", b"1" * PAGE * 2, synced=True)
    disk.fsyncdir("")
    descriptor = disk.open("a", os.O_RDWR)
    disk.write(descriptor, b"2" * PAGE * 2, 0)
    os.close(descriptor)
    content = cut(disk, 0.5, seed=3)[0]["a"]
    assert {content[:PAGE], content[PAGE:]} <= {b"1" * PAGE, b"2" * PAGE}


def test_no_file_of_ours_is_left(disk, tmp_path):
    put(disk, "a", b"1")
    disk.unlink("a")
    assert len(os.listdir(tmp_path)) == 1
    disk.close()
    assert os.listdir(tmp_path) == []


def test_a_synced_new_file_keeps_its_name_except_in_strict_mode(tmp_path):
    disk = Disk(str(tmp_path))
    disk.mkdir("d", 0o700)
    put(disk, "d/before", b"0")
    put(disk, "d/a", b"1", synced=True)
    put(disk, "d/after", b"2")
    put(disk, "b", b"3")
    disk.rename("d/a", "a")
    assert cut(disk)[0] == {"d/before": b"", "d/a": b"1"}


NAMES = st.sampled_from("abc")
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), NAMES, st.binary(min_size=1, max_size=8)),
        st.tuples(st.just("truncate"), NAMES, st.integers(0, 9)),
        st.tuples(st.just("rename"), NAMES, NAMES),
        st.tuples(st.sampled_from(["fsync", "unlink", "fsyncdir"]), NAMES, st.none()),
    ),
    max_size=25,
)


@given(STEPS)
@settings(max_examples=150, deadline=None)
def test_a_cut_leaves_synced_data_only(steps):
    with tempfile.TemporaryDirectory() as folder:
        disk = Disk(folder, strict=True)
        names, content = {}, {}  # as the service sees them
        synced_names, synced = {}, {}  # as the disk has them
        for rank, (what, name, value) in enumerate(steps):
            if what == "fsyncdir":
                disk.fsyncdir("")
                synced_names = dict(names)
                continue
            if name not in names:
                if what != "write":
                    continue
                os.close(disk.create(name, 0o600))
                names[name] = rank
                content[rank] = synced[rank] = b""
            number = names[name]
            if what == "unlink":
                disk.unlink(name)
                del names[name]
            elif what == "rename":
                if name != value:
                    disk.rename(name, value)
                    names[value] = names.pop(name)
            elif what == "truncate":
                disk.truncate(name, value)
                content[number] = content[number][:value].ljust(value, b"\0")
            else:
                descriptor = disk.open(name, os.O_WRONLY)
                if what == "write":
                    disk.write(descriptor, value, 2)
                    old = content[number].ljust(2, b"\0")
                    content[number] = old[:2] + value + old[2 + len(value) :]
                else:
                    disk.fsync(descriptor)
                    synced[number] = content[number]
                os.close(descriptor)
        assert cut(disk)[0] == {name: synced[number] for name, number in synced_names.items()}
