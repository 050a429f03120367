"""Power level of a run, from the `power:` block of the profile."""

from collections.abc import Callable, Sequence
from pathlib import Path

from epreuve.audits.profile.model import Profile, command
from epreuve.faults.power.command import CommandPower
from epreuve.faults.power.level import PowerLevel
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.power.proxy import ProxyPower
from epreuve.faults.power.unsynced.service import UnsyncedPower
from epreuve.faults.toxiproxy.link import Link


def power_of(
    profile: Profile,
    service: ProcessPower | None,
    folder: Path,
    logs: Path,
    seed: int,
    links: Callable[[], Sequence[Link]],
) -> PowerLevel | None:
    """Return the power control of the profile's level; None without one.

    `service`: the process that the profile starts, if any. `links` returns those of the users.
    `folder`: folder of the run, the value of `{run}`.
    """
    power = profile.power
    if power.level == "unsynced" and service is not None and power.data is not None:
        data = Path(power.data.replace("{run}", str(folder.resolve())))
        return UnsyncedPower(service, data, seed)
    if power.level == "command" and power.cut is not None and power.restore is not None:
        return CommandPower(
            command(power.cut),
            command(power.restore),
            profile.service.authority,
            logs / "power.log",
            power.within,
        )
    if power.level == "proxy":
        return ProxyPower(links, power.boot)
    return service
