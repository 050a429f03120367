"""Fingerprint of the machine of a run."""

from pathlib import Path

from epreuve.audits import VERSION
from epreuve.audits.runs.fingerprint import Fingerprint, fingerprint


def test_it_has_hardware_software_and_load(tmp_path: Path) -> None:
    cpu, memory = tmp_path / "cpuinfo", tmp_path / "meminfo"
    cpu.write_text("processor : 0\nmodel name\t: Example   CPU @ 2 GHz\n")
    memory.write_text("MemTotal:       16000000 kB\nMemFree: 1 kB\n")
    machine = fingerprint(cpu, memory)
    assert (machine.cpu, machine.memory) == ("Example CPU @ 2 GHz", 16_384_000_000)
    assert machine.cores > 0
    assert machine.load >= 0
    assert machine.epreuve == VERSION


def test_missing_kernel_files_are_accepted(tmp_path: Path) -> None:
    machine = fingerprint(tmp_path / "none", tmp_path / "none")
    assert machine.cpu
    assert machine.memory == 0


def test_the_summary_is_one_line() -> None:
    machine = Fingerprint("CPU X", 4, 8_000_000_000, "Linux 6.1", "3.12.1", "0.1.0", 0.5)
    assert machine.summary == (
        "CPU X, 4 cores, 8 GB, Linux 6.1, Python 3.12.1, epreuve 0.1.0, load average 0.5"
    )
