"""The bench's fingerprint: what this machine is, in a line."""

from pathlib import Path

from epreuve.audits import VERSION
from epreuve.audits.runs.fingerprint import Fingerprint, fingerprint


def test_it_names_the_machine_and_how_busy_it_was(tmp_path: Path) -> None:
    cpu, memory = tmp_path / "cpuinfo", tmp_path / "meminfo"
    cpu.write_text("processor : 0\nmodel name\t: Example   CPU @ 2 GHz\n")
    memory.write_text("MemTotal:       16000000 kB\nMemFree: 1 kB\n")
    found = fingerprint(cpu, memory)
    assert (found.cpu, found.memory) == ("Example CPU @ 2 GHz", 16_384_000_000)
    assert found.cores > 0
    assert found.load >= 0
    assert found.epreuve == VERSION


def test_a_kernel_that_names_nothing_is_no_obstacle(tmp_path: Path) -> None:
    found = fingerprint(tmp_path / "none", tmp_path / "none")
    assert found.cpu
    assert found.memory == 0


def test_it_is_told_on_a_line() -> None:
    found = Fingerprint("CPU X", 4, 8_000_000_000, "Linux 6.1", "3.12.1", "0.1.0", 0.5)
    assert found.told == (
        "CPU X, 4 cores, 8.0 GB, Linux 6.1, Python 3.12.1, epreuve 0.1.0, load average 0.50"
    )
