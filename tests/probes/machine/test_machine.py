"""Use of the machine between two readings, from literal files of `/proc`."""

import os
from pathlib import Path

import pytest

from epreuve.probes.machine.cpu import TICK, read_cpu_times
from epreuve.probes.machine.limits import Limit, read_limit
from epreuve.probes.machine.listeners import listens, local_ports
from epreuve.probes.machine.machine import Machine
from epreuve.probes.machine.records import BenchPressure
from epreuve.probes.machine.stalls import Stall, read_stall
from tests.probes.machine.proc_files import stat, write

HARNESS, SERVICE, PORT = 10, 20, 18100
PER_SECOND = round(1 / TICK)
CORE = min(os.sched_getaffinity(0))  # a test may itself be limited to some cores


def cpu(busy: int, idle: int, stolen: int = 0, running: int = 1) -> dict[str, str]:
    """`/proc/stat` of one core, in seconds; interrupts do not count."""
    values = f"{busy * PER_SECOND} 0 0 {idle * PER_SECOND} 0 77 88 {stolen * PER_SECOND} 0 0"
    return {"stat": f"cpu {values}\ncpu{CORE} {values}\nintr 5\nprocs_running {running}\n"}


def pressure(resource: str, some: int, full: int) -> dict[str, str]:
    """A file of `/proc/pressure`, in seconds."""
    totals = {"some": some, "full": full}
    lines = (
        f"{name} avg10=0.00 avg60=0.00 avg300=0.00 total={seconds * 1_000_000}"
        for name, seconds in totals.items()
    )
    return {f"pressure/{resource}": "\n".join(lines) + "\n"}


TABLE = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when uid timeout inode\n"
START = {
    **cpu(100, 500, 10), **pressure("cpu", 50, 0), **pressure("io", 20, 10),
    **pressure("memory", 0, 0), **stat(1, 0, 0), **stat(HARNESS, 1, 0), **stat(SERVICE, HARNESS, 0),
    "net/tcp": f"{TABLE}   0: 0100007F:{PORT:04X} 00000000:0000 0A 0:0 00:0 0 0 0 4242 1\n",
}  # fmt: skip


@pytest.fixture
def proc(tmp_path: Path) -> Path:
    proc = write(tmp_path / "proc", START)
    (proc / str(SERVICE) / "fd").mkdir()
    (proc / str(SERVICE) / "fd" / "3").symlink_to("socket:[4242]")
    return proc


def use(proc: Path, later: dict[str, str], address: str = f"127.0.0.1:{PORT}") -> BenchPressure:
    """The use of the machine in the ten seconds between the start and these files."""
    machine = Machine([address], HARNESS, proc, proc.parent / "cgroup")
    first = machine.read(0.0, {SERVICE})
    write(proc, later)
    return machine.use(first, machine.read(10.0, {SERVICE}))


def test_the_cpu_is_split_into_harness_service_and_others(proc: Path) -> None:
    later = {
        **cpu(109, 500, 11), **pressure("cpu", 55, 0), **pressure("io", 24, 11),
        **pressure("memory", 3, 1), **stat(HARNESS, 1, 2 * PER_SECOND),
        **stat(SERVICE, HARNESS, 3 * PER_SECOND),
    }  # fmt: skip
    assert use(proc, later) == BenchPressure(
        seconds=10.0, cores=1.0, own=0.2, service=0.3, others=0.4, service_identified=True,
        idle=0.0, stolen=0.1, throttled=0.0, waiting_source="pressure", cpu_waiting=0.5,
        io_waiting=0.4, io_stalled=0.1, memory_waiting=0.3, memory_stalled=0.1,
    )  # fmt: skip


def test_a_service_on_another_machine_has_no_known_share(proc: Path) -> None:
    record = use(proc, cpu(109, 500), address="192.0.2.1:80")
    assert record.service is None
    assert record.service_identified
    assert record.others == 0.9


def test_a_service_that_another_program_started_is_not_identified(proc: Path) -> None:
    (proc / str(SERVICE) / "fd" / "3").unlink()
    assert not use(proc, {}).service_identified


def test_a_kernel_without_pressure_has_the_run_queue(proc: Path) -> None:
    for resource in ("cpu", "io", "memory"):
        (proc / "pressure" / resource).unlink()
    record = use(proc, cpu(109, 500, running=4))
    assert (record.waiting_source, record.cpu_waiting) == ("run queue", 3.0)
    assert (record.io_waiting, record.memory_stalled) == (None, None)


def test_the_mean_of_the_run_queue_is_better_than_one_reading(proc: Path) -> None:
    (proc / "pressure" / "cpu").unlink()
    write(proc, {"schedstat": "version 17\ncpu0 0 0 0 0 0 0 5 1000000000 9\ndomain0 3 0\n"})
    later = {"schedstat": "version 17\ncpu0 0 0 0 0 0 0 5 21000000000 9\ndomain0 3 0\n"}
    record = use(proc, later)
    assert (record.waiting_source, record.cpu_waiting) == ("schedstat", 2.0)


def test_times_are_those_of_the_cores_that_the_run_may_use() -> None:
    text = "cpu 9 9 9 9 9 9 9 9 9 9\ncpu0 1 2 3 4 5 6 7 8 0 0\ncpu1 10 20 30 40 50 60 70 80 0 0\n"
    times = read_cpu_times(f"{text}procs_running 2\n", {1})
    assert times == (1, 60 * TICK, 90 * TICK, 80 * TICK, 2)


def test_the_totals_of_pressure_are_in_seconds(tmp_path: Path) -> None:
    proc = write(tmp_path, pressure("io", 3, 2))
    assert read_stall(proc, "io") == Stall(3.0, 2.0)
    assert read_stall(proc, "memory") is None


@pytest.mark.parametrize(
    ("files", "limit"),
    [
        ({"proc/self/cgroup": "0::/\n"}, Limit(None, 0.0)),
        (
            {
                "proc/self/cgroup": "0::/app/job\n",
                "sys/app/job/cpu.max": "max 100000\n",
                "sys/app/cpu.max": "150000 100000\n",
                "sys/app/cpu.stat": "usage_usec 9\nnr_throttled 4\nthrottled_usec 2500000\n",
            },
            Limit(1.5, 2.5),
        ),
        (
            {
                "proc/self/cgroup": "4:cpu,cpuacct:/box\n2:memory:/m\n0::/\n",
                "sys/cpu,cpuacct/box/cpu.cfs_quota_us": "50000\n",
                "sys/cpu,cpuacct/box/cpu.cfs_period_us": "100000\n",
                "sys/cpu,cpuacct/box/cpu.stat": "nr_periods 9\nthrottled_time 3000000000\n",
                "sys/cpu,cpuacct/cpu.cfs_quota_us": "-1\n",
            },
            Limit(0.5, 3.0),
        ),
    ],
    ids=["none", "version 2", "version 1"],
)
def test_the_cpu_limit_of_the_container(
    tmp_path: Path, files: dict[str, str], limit: Limit
) -> None:
    write(tmp_path, files)
    assert read_limit(tmp_path / "proc", tmp_path / "sys") == limit


def test_only_addresses_of_this_machine_have_local_ports() -> None:
    assert local_ports(["127.0.0.1:80", "[::1]:81", "192.0.2.1:82"]) <= {80, 81}
    assert 80 in local_ports(["127.0.0.1:80"])


def test_each_local_port_needs_a_known_listener(proc: Path) -> None:
    assert listens(proc, [SERVICE], {PORT})
    assert listens(proc, [], set())
    assert not listens(proc, [SERVICE], {PORT, PORT + 1})
    assert not listens(proc, [HARNESS], {PORT})
