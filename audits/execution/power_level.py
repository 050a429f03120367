"""Power level of a profile: the object that cuts the power of the service."""

from collections.abc import Callable, Sequence
from pathlib import Path

from epreuve.audits.profile.model import Profile, command
from epreuve.faults.power.command import CommandPower
from epreuve.faults.power.level import PowerLevel
from epreuve.faults.power.process import ProcessPower
from epreuve.faults.power.proxy import ProxyPower
from epreuve.faults.power.unsynced.service import UnsyncedPower
from epreuve.faults.toxiproxy.link import Link


def powered(
    profile: Profile,
    service: ProcessPower | None,
    folder: Path,
    logs: Path,
    seed: int,
    links: Callable[[], Sequence[Link]],
) -> PowerLevel | None:
    """Return the object that cuts the power, None for level `none`.

    `service` is None where the profile does not start it. `links` returns the links of the users.
    `folder` is the run folder, the value of `{run}`.
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
