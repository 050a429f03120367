"""The machine that a run was made on: an oversized or a busy bench is seen in the report."""

import os
import platform
import re
from dataclasses import dataclass
from pathlib import Path

from epreuve.audits import VERSION

CPUINFO, MEMINFO = Path("/proc/cpuinfo"), Path("/proc/meminfo")
OURS = re.compile(r"^model name\s*:\s*(.+)$", re.MULTILINE)
TOTAL = re.compile(r"^MemTotal:\s*(\d+) kB$", re.MULTILINE)


@dataclass(frozen=True)
class Fingerprint:
    """What tells one bench from another, as it was when the run began."""

    cpu: str  # model, or architecture where the kernel names none
    cores: int  # that this process may use
    memory: int  # bytes, 0 when unknown
    kernel: str
    python: str
    epreuve: str
    load: float  # runnable processes over the last minute, before the run

    @property
    def told(self) -> str:
        """On one line, the same in every language."""
        memory = f"{self.memory / 1e9:.1f} GB"
        return (
            f"{self.cpu}, {self.cores} cores, {memory}, {self.kernel}, Python {self.python}, "
            f"epreuve {self.epreuve}, load average {self.load:.2f}"
        )


def fingerprint(cpuinfo: Path = CPUINFO, meminfo: Path = MEMINFO) -> Fingerprint:
    """This machine, now."""
    system = os.uname()
    model, total = OURS.search(_read(cpuinfo)), TOTAL.search(_read(meminfo))
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
