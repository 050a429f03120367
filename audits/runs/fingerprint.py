"""Fingerprint of the machine of a run. Reports show an oversized or busy test machine."""

import os
import platform
import re
from dataclasses import dataclass
from pathlib import Path

from epreuve.audits import VERSION
from epreuve.reports.formatting import number, size

CPUINFO, MEMINFO = Path("/proc/cpuinfo"), Path("/proc/meminfo")
MODEL = re.compile(r"^model name\s*:\s*(.+)$", re.MULTILINE)
TOTAL = re.compile(r"^MemTotal:\s*(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True)
class Fingerprint:
    """Hardware, software and load of a machine at the start of a run."""

    cpu: str  # model, or architecture where the kernel names none
    cores: int  # usable by this process
    memory: int  # bytes, 0 when unknown
    kernel: str
    python: str
    epreuve: str
    load: float  # runnable processes over the last minute, before the run

    @property
    def summary(self) -> str:
        """One line, the same in every language."""
        memory = size(self.memory, "en", 1, "nearest")
        return (
            f"{self.cpu}, {self.cores} cores, {memory}, {self.kernel}, Python {self.python}, "
            f"epreuve {self.epreuve}, load average {number(self.load, 'en', 2)}"
        )


def fingerprint(cpuinfo: Path = CPUINFO, meminfo: Path = MEMINFO) -> Fingerprint:
    """Return the fingerprint of this machine, now."""
    system = os.uname()
    model, total = MODEL.search(_read(cpuinfo)), TOTAL.search(_read(meminfo))
    return Fingerprint(
        cpu=re.sub(r"\s+", " ", model[1]).strip() if model else system.machine,
        cores=len(os.sched_getaffinity(0)),
        memory=int(total[1]) * 1024 if total else 0,
        kernel=f"{system.sysname} {system.release}",
        python=platform.python_version(),
        epreuve=VERSION,
        load=round(os.getloadavg()[0], 2),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
