"""CPU time of the harness and of the service, from literal files of `/proc`."""

import shutil
from pathlib import Path

import pytest

from epreuve.probes.machine.cpu import TICK
from epreuve.probes.machine.processes import CpuUse, ProcessTimes
from tests.probes.machine.proc_files import stat, write

HARNESS, LOAD, SERVICE, WORKER, OTHER = 10, 11, 20, 21, 30


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        stat(1, 0, 5) | stat(HARNESS, 1, 100) | stat(LOAD, HARNESS, 200)
        | stat(SERVICE, HARNESS, 300) | stat(WORKER, SERVICE, 400) | stat(OTHER, 1, 900),
    )  # fmt: skip


@pytest.fixture
def times(proc: Path) -> ProcessTimes:
    times = ProcessTimes(proc, HARNESS)
    times.read({SERVICE})
    return times


def end(proc: Path, pid: int) -> None:
    shutil.rmtree(proc / str(pid))


def ticks(own: int, service: int) -> CpuUse:
    return CpuUse(pytest.approx(own * TICK), pytest.approx(service * TICK))


def test_descendants_belong_to_the_harness_except_those_of_the_service(
    proc: Path, times: ProcessTimes
) -> None:
    assert sorted(times.members("own")) == [HARNESS, LOAD]
    assert sorted(times.members("service")) == [SERVICE, WORKER]
    write(proc, stat(LOAD, HARNESS, 210) | stat(WORKER, SERVICE, 430) | stat(OTHER, 1, 999))
    assert times.read({SERVICE}) == ticks(10, 30)


def test_a_new_process_counts_with_all_that_it_used(proc: Path, times: ProcessTimes) -> None:
    write(proc, stat(22, WORKER, 7) | stat(12, HARNESS, 3))
    assert times.read({SERVICE}) == ticks(3, 7)


def test_a_child_that_came_and_went_between_two_readings_counts(
    proc: Path, times: ProcessTimes
) -> None:
    write(proc, stat(WORKER, SERVICE, 400, reaped=50))
    assert times.read({SERVICE}) == ticks(0, 50)


def test_the_time_of_an_ended_process_does_not_count_twice(proc: Path, times: ProcessTimes) -> None:
    end(proc, WORKER)
    write(proc, stat(SERVICE, HARNESS, 300, reaped=405))  # 400 were counted before
    assert times.read({SERVICE}) == ticks(0, 5)


def test_a_service_without_power_does_not_count_as_the_harness(
    proc: Path, times: ProcessTimes
) -> None:
    end(proc, WORKER)
    end(proc, SERVICE)
    write(proc, stat(HARNESS, 1, 100, reaped=702))  # all of the service, and 2 more
    assert times.read(set()) == ticks(2, 0)


def test_a_service_that_starts_again_counts_as_the_service(proc: Path, times: ProcessTimes) -> None:
    end(proc, WORKER)
    end(proc, SERVICE)
    write(proc, stat(HARNESS, 1, 100, reaped=700) | stat(40, HARNESS, 9))
    assert times.read({40}) == ticks(0, 9)


def test_an_orphan_keeps_its_owner(proc: Path, times: ProcessTimes) -> None:
    write(proc, stat(WORKER, 1, 440))
    assert times.read({SERVICE}) == ticks(0, 40)


def test_a_reused_number_is_another_process(proc: Path, times: ProcessTimes) -> None:
    write(proc, stat(WORKER, 1, 440, birth=900))
    assert times.read({SERVICE}) == ticks(0, 0)
    assert times.members("service") == [SERVICE]


def test_a_process_of_others_is_read_once(proc: Path, times: ProcessTimes) -> None:
    (proc / str(OTHER) / "stat").write_text("not read again")
    assert times.read({SERVICE}) == ticks(0, 0)
