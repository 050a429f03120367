"""CPU limit of the control group of this process, versions 1 and 2."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Limit(NamedTuple):
    """Cores that a control group may use, None without limit; seconds that it was throttled.

    The seconds are summed over the cores.
    """

    cores: float | None
    throttled: float


def read_limit(proc: Path, cgroups: Path) -> Limit:
    """Return the lowest limit of this process's group and of those above it.

    `cgroups` is usually `/sys/fs/cgroup`. Inside a container only its own group is visible.
    """
    limits = [_limit(folder) for folder in _folders(proc, cgroups)]
    cores = [limit.cores for limit in limits if limit.cores is not None]
    throttled = max((limit.throttled for limit in limits), default=0.0)
    return Limit(min(cores, default=None), throttled)


def _folders(proc: Path, cgroups: Path) -> Iterator[Path]:
    for line in (_read(proc / "self" / "cgroup") or "").splitlines():
        number, controllers, path = line.split(":", 2)
        if number == "0" or "cpu" in controllers.split(","):
            mounts = [cgroups] if number == "0" else [cgroups / "cpu", cgroups / controllers]
            own = Path(path.lstrip("/"))
            for mount in mounts:
                yield from (mount / part for part in (own, *own.parents))


def _limit(folder: Path) -> Limit:
    cores = None
    if (limit := _read(folder / "cpu.max")) is not None:  # version 2 [S: cgroup-v2.rst]
        quota, period = limit.split()
        cores = None if quota == "max" else int(quota) / int(period)
    elif (quota_v1 := _read(folder / "cpu.cfs_quota_us")) is not None and int(quota_v1) > 0:
        cores = int(quota_v1) / int(_read(folder / "cpu.cfs_period_us") or 100_000)
    counts = dict(line.split() for line in (_read(folder / "cpu.stat") or "").splitlines())
    microseconds = int(counts.get("throttled_usec", 0)) + int(counts.get("throttled_time", 0)) / 1e3
    return Limit(cores, microseconds / 1e6)


def _read(path: Path) -> str | None:
    try:
        return path.read_text().strip()
    except OSError:
        return None
