"""Pressure stall information of the kernel: time in which programs waited for a resource."""

from pathlib import Path
from typing import NamedTuple

MICROSECOND = 1e-6


class Stall(NamedTuple):
    """Seconds since boot in which one program waited, and in which all with work waited."""

    some: float
    full: float


def read_stall(proc: Path, resource: str) -> Stall | None:
    """Return the totals of `cpu`, `io` or `memory` [S: kernel, accounting/psi.rst].

    None for a kernel that does not count them.
    """
    try:
        text = (proc / "pressure" / resource).read_text()
    except OSError:  # absent, or switched off: reading it then fails
        return None
    totals = {line.split()[0]: int(line.rpartition("total=")[2]) for line in text.splitlines()}
    return Stall(totals.get("some", 0) * MICROSECOND, totals.get("full", 0) * MICROSECOND)
