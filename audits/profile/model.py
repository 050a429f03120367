"""The profile: what a user writes about a public digital service."""

import sys
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from epreuve.audits.profile.declaration import Declaration
from epreuve.audits.profile.export import Export
from epreuve.audits.profile.gate import Gate
from epreuve.audits.profile.power import Drill, Power
from epreuve.audits.reading.address import Command, HostAndPort, HttpAddress
from epreuve.faults.units import PerSecond, Seconds
from epreuve.probes.http.address import authority_of, is_local
from epreuve.probes.journeys.journey import Journey

DependencySet = Literal[
    "ID", "OTP", "MAIL", "PAY", "MAP", "CDN", "CONF", "API",
    "BO", "DB", "OBJ", "DNS", "OUT", "AGENT", "TEL",
]  # fmt: skip
OWN_SETS = frozenset({"DB", "OBJ", "BO", "AGENT", "TEL"})  # run by the operator, not a third party
COMFORT_SETS = frozenset({"MAP", "CDN", "CONF"})


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Service(_Record):
    """The service under trial. Multipliers of a crisis are relative to `normal_peak`."""

    name: str
    """What the service is called in the reports."""
    operator: str = ""
    """Who answers for it."""
    supplier: str = ""
    """Who made it; comparisons are told by this name."""
    address: HttpAddress
    """Where citizens reach it, without a path."""
    provider: str | None = None
    """Who hosts it (IND-9); without it, hosts of one domain count as one provider."""
    normal_peak: Annotated[PerSecond, Field(gt=0)]
    """Journeys begun in its declared busiest normal hour: `90 journeys/min`."""
    environment_ratio: str = "not declared"
    """Size of this bench against production, as told in the reports: `1/4`."""

    @property
    def authority(self) -> str:
        """The host and port that a browser would name."""
        return authority_of(self.address)

    @property
    def is_local(self) -> bool:
        """Whether the service answers on this machine."""
        return is_local(urlsplit(self.address).hostname or "")


class Authorisation(_Record):
    """Who allowed that load and faults are sent to a service that is not on this machine.

    `max_rate` counts journeys begun, whatever the number of their requests.
    """

    granted_by: str
    """The person who may say yes."""
    until: date
    """The last day on which it holds."""
    hosts: tuple[str, ...]
    """Every host that may receive load or faults."""
    max_rate: PerSecond
    """The most journeys that may begin: `50/s`."""


class Dependency(_Record):
    """Something the service calls. It must call it at `listen`, where a proxy will stand."""

    set: DependencySet
    """What kind it is: a crisis silences or slows whole kinds."""
    listen: HostAndPort
    """Where the service calls it and a proxy will stand: `127.0.0.1:15432`."""
    upstream: HostAndPort
    """Where it really answers."""
    provider: str | None = None
    """Who runs it (IND-9)."""
    start: Command | None = None
    """The command that starts it for the run; ended after it."""
    env: dict[str, str] = {}
    """Environment variables of that command."""


class Objectives(_Record):
    """What the operator promised: DMIA, PDMA and the minimum service."""

    max_outage: Seconds | None = None
    """The longest that it may be down (DMIA): `4h`."""
    max_data_loss: Seconds | None = None
    """How far back data may be lost (PDMA): `5 min`."""
    minimum_service: tuple[str, ...] = ()
    """Paths of the minimum service; the first is weighed as the essential page."""


class Safety(_Record):
    """What must stay well while a run goes on; when it does not, the run stops and heals."""

    must_answer: tuple[HostAndPort, ...] = ()
    """Neighbours that must go on accepting connections."""
    stop_file: str | None = None
    """The run stops within a second or two once this file exists."""


class HumanChannel(_Record):
    """The way without a screen, as it must be shown. Recognised by itself when not given."""

    phone: str
    """The telephone number, as pages must write it."""
    counter: str
    """The address or opening hours of the counter, as pages must write them."""


class StatusPage(_Record):
    """The page that tells how the service is, on another host; started for the run if it says how.

    `status_page: none` says that there is none; without the field, nothing is known.
    """

    address: HttpAddress
    """Where it answers."""
    provider: str | None = None
    """Who hosts it (IND-9)."""
    start: Command | None = None
    """The command that starts it for the run; ended after it."""
    env: dict[str, str] = {}
    """Environment variables of that command."""


class Profile(_Record):
    """A whole profile file. What only the whole can get wrong is told by `coherence`."""

    epreuve: Literal[1]
    """The version of this format."""
    service: Service
    """The service under trial."""
    authorisation: Authorisation | None = None
    """Who allowed it; needed for a service that is not on this machine."""
    journeys: Annotated[dict[str, Journey], Field(min_length=1)]
    """What citizens come to do, each with proof that it worked."""
    information: tuple[str, ...] = ()
    """Paths of the pages that must stay readable whatever happens."""
    dependencies: dict[str, Dependency] = {}
    """What the service calls: database, identity, payment, maps."""
    power: Power = Power()
    """How its power is cut and given back."""
    drill: Drill | None = None
    """How its storage is destroyed and restored, for `--drill`."""
    export: Export | None = None
    """How citizens and the administration take their data away (DAT-6)."""
    components: str | None = None
    """Its bill of materials, in CycloneDX JSON, beside the profile (IND-8)."""
    objectives: Objectives = Objectives()
    """What the operator promised."""
    safety: Safety = Safety()
    """What must stay well, else the run stops."""
    human_channel: HumanChannel | None = None
    """The way without a screen, as pages must show it."""
    status_page: StatusPage | Literal["none"] | None = None
    """The page, on another host, that tells how the service is; or `none`."""
    declared: dict[str, Declaration] = {}
    """What no probe can see, said by its operator: `HUM-2: {level: proven, …}`."""
    not_applicable: dict[str, str] = {}
    """Criteria that do not concern this service, each with the reason."""
    gate: Gate = Gate()
    """The lines that a release must reach."""

    def critical(self) -> dict[str, Journey]:
        """The journeys that decide the score."""
        return {name: each for name, each in self.journeys.items() if each.critical}


def command(words: Command) -> list[str]:
    """A command as it is started: `{python}` stands for the Python that runs the audit."""
    return [sys.executable if word == "{python}" else word for word in words]
