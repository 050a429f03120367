"""The profile: what a user writes about a public digital service."""

import ipaddress
import sys
from datetime import date
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from epreuve.audits.gates.lines import Gate
from epreuve.audits.reading.quantity import PerSecond, Seconds
from epreuve.audits.scoring.declaration import Declaration
from epreuve.probes.journey import Journey

DependencySet = Literal[
    "ID", "OTP", "MAIL", "PAY", "MAP", "CDN", "CONF", "API",
    "BO", "DB", "OBJ", "DNS", "OUT", "AGENT", "TEL",
]  # fmt: skip
OWN_SETS = frozenset({"DB", "OBJ", "BO", "AGENT", "TEL"})  # run by the operator, not a third party
COMFORT_SETS = frozenset({"MAP", "CDN", "CONF"})


def _http_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("is not an address; write for example `http://127.0.0.1:8080`")
    return text.rstrip("/")


def _host_and_port(text: str) -> str:
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        raise ValueError("is not `host:port`; write for example `127.0.0.1:15432`")
    return text


HttpAddress = Annotated[str, AfterValidator(_http_address)]
HostAndPort = Annotated[str, AfterValidator(_host_and_port)]
Command = Annotated[tuple[str, ...], Field(min_length=1)]


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Service(_Record):
    """The service under trial. Multipliers of a crisis are relative to `normal_peak`."""

    name: str
    operator: str = ""
    supplier: str = ""
    address: HttpAddress
    normal_peak: Annotated[
        PerSecond, Field(gt=0)
    ]  # journeys a second in the declared normal peak hour
    environment_ratio: str = "not declared"

    @property
    def authority(self) -> str:
        """The host and port that a browser would name."""
        parts = urlsplit(self.address)
        return f"{parts.hostname}:{parts.port or (443 if parts.scheme == 'https' else 80)}"

    @property
    def is_local(self) -> bool:
        """Whether the service answers on this machine."""
        host = urlsplit(self.address).hostname or ""
        try:
            return host == "localhost" or ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False


class Authorisation(_Record):
    """Who allowed that load and faults are sent to a service that is not on this machine.

    `max_rate` counts journeys begun, whatever the number of their requests.
    """

    granted_by: str
    until: date
    hosts: tuple[str, ...]
    max_rate: PerSecond


class Dependency(_Record):
    """Something the service calls. It must call it at `listen`, where a proxy will stand."""

    set: DependencySet
    listen: HostAndPort
    upstream: HostAndPort
    start: Command | None = None  # started for the run when given, ended after it
    env: dict[str, str] = {}


class Power(_Record):
    """How the power is cut.

    `process`: SIGKILL to all that `start` started. `unsynced`: that, and what the service did not
    have written to the disk in `data` is lost. `command`: `cut`, then `restore`, each given
    `within` to end. `proxy`: the citizens' links alone, silent, then closed for `boot`.
    """

    level: Literal["process", "unsynced", "command", "proxy", "none"] = "none"
    start: Command | None = None
    env: dict[str, str] = {}
    ready: str = "/"
    boot_within: Seconds = 60.0
    data: str | None = None
    cut: Command | None = None
    restore: Command | None = None
    within: Seconds = 60.0
    boot: Seconds = 5.0

    @model_validator(mode="after")
    def _start_is_given(self) -> Self:
        if self.level in ("process", "unsynced") and self.start is None:
            raise ValueError(
                f"level `{self.level}` needs `start:`, the command that starts the service"
            )
        return self

    @model_validator(mode="after")
    def _level_is_complete(self) -> Self:
        if self.level == "unsynced" and self.data is None:
            raise ValueError("level `unsynced` needs `data:`, the directory of the service's files")
        if self.level == "command" and (self.cut is None or self.restore is None):
            raise ValueError("level `command` needs `cut:` and `restore:`, two commands")
        if self.level == "command" and self.start is not None:
            raise ValueError(
                "level `command` cuts what runs already; remove `start:`, or use `process`"
            )
        return self


class Drill(_Record):
    """How the storage is destroyed, then restored from the operator's backup; `--drill` plays it.

    On a staging copy only: `destroy` loses what it holds. The power is cut around the two commands,
    where the profile says how; each is given `within` to end.
    """

    destroy: Command
    restore: Command
    within: Seconds = 600.0


class Objectives(_Record):
    """What the operator promised: DMIA, PDMA and the minimum service."""

    max_outage: Seconds | None = None
    max_data_loss: Seconds | None = None
    minimum_service: tuple[str, ...] = ()


class Safety(_Record):
    """What must stay well while a run goes on; when it does not, the run stops and heals."""

    must_answer: tuple[HostAndPort, ...] = ()  # neighbours that must accept connections
    stop_file: str | None = None  # the run stops within a second or two once it exists


class HumanChannel(_Record):
    """The way without a screen, as it must be shown. Recognised by itself when not given."""

    phone: str
    counter: str


class StatusPage(_Record):
    """The page that tells how the service is, on another host; started for the run if it says how.

    `status_page: none` says that there is none; without the field, nothing is known.
    """

    address: HttpAddress
    start: Command | None = None
    env: dict[str, str] = {}


class Profile(_Record):
    """A whole profile file. What only the whole can get wrong is told by `coherence`."""

    epreuve: Literal[1]
    service: Service
    authorisation: Authorisation | None = None
    journeys: Annotated[dict[str, Journey], Field(min_length=1)]
    information: tuple[str, ...] = ()
    dependencies: dict[str, Dependency] = {}
    power: Power = Power()
    drill: Drill | None = None
    objectives: Objectives = Objectives()
    safety: Safety = Safety()
    human_channel: HumanChannel | None = None
    status_page: StatusPage | Literal["none"] | None = None
    declared: dict[str, Declaration] = {}
    not_applicable: dict[str, str] = {}
    gate: Gate = Gate()

    def critical(self) -> dict[str, Journey]:
        """The journeys that decide the score."""
        return {name: each for name, each in self.journeys.items() if each.critical}


def command(words: Command) -> list[str]:
    """A command as it is started: `{python}` stands for the Python that runs the audit."""
    return [sys.executable if word == "{python}" else word for word in words]
