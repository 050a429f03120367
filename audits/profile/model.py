"""Profile of a public digital service."""

import sys
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, WrapSerializer, WrapValidator

from epreuve.audits.profile.declaration import Declaration
from epreuve.audits.profile.dependencies import (
    NoDependencies,
    read_dependencies,
    write_dependencies,
)
from epreuve.audits.profile.export import Export
from epreuve.audits.profile.gate import Gate
from epreuve.audits.profile.name import Title, named
from epreuve.audits.profile.power import Drill, Power
from epreuve.audits.profile.titled_journey import TitledJourney
from epreuve.audits.reading.address import Command, HostAndPort, HttpAddress, ServiceAddress
from epreuve.faults.frozen_model import FrozenModel
from epreuve.faults.units import InSeconds, PerSecond
from epreuve.probes.http.address import authority_of
from epreuve.probes.http.sender import ADDRESS, Senders
from epreuve.reports.language import Language

DependencySet = Literal[
    "ID", "OTP", "MAIL", "PAY", "MAP", "CDN", "CONF", "API",
    "BO", "DB", "OBJ", "DNS", "OUT", "AGENT", "TEL",
]  # fmt: skip
OWN_SETS = frozenset({"DB", "OBJ", "BO", "AGENT", "TEL"})  # run by the operator, not a third party
STAFF_SETS = frozenset({"AGENT", "TEL"})  # no journey calls them
COMFORT_SETS = frozenset({"MAP", "CDN", "CONF"})


class Service(FrozenModel):
    """The tested service. Load multipliers of a crisis are relative to `normal_peak`."""

    name: str
    """Name of the service in the reports."""
    operator: str = ""
    """Organisation that is responsible for the service."""
    supplier: str = ""
    """Supplier of the software; comparisons show this name."""
    address: ServiceAddress
    """Address that users use, without a path."""
    provider: str | None = None
    """Hosting provider (IND-9); if missing, hosts of one domain count as one provider."""
    normal_peak: Annotated[PerSecond, Field(gt=0)]
    """Rate of journeys begun in the busiest normal hour: `90 journeys/min`."""
    peak_source: Annotated[str, Field(max_length=200)] = ""
    """Source of the normal peak, for the readers of the report: `access log of 9 March 2026`."""
    patience: Annotated[InSeconds, Field(ge=5, le=60)] = 30.0
    """How long a user on a good link waits for one step; poor links add to it: `30 s`."""
    languages: tuple[Language, ...] = ()
    """Languages of its users: an address may be in any of them, whatever that of the page."""
    headers: dict[str, str] = {}
    """Headers that identify the audit, added to each of its requests: `X-Audit: yes`."""
    address_header: Annotated[str, Field(pattern=r"^[A-Za-z][\w-]*$")] | None = None
    """Header in which a proxy of yours gives the user's address: `X-Forwarded-For`."""
    email_domain: Annotated[str, Field(pattern=r"^(?:[\w-]+\.)*[\w-]*$")] = ""
    """Domain of the users' e-mail addresses, which must be yours: `test.town.example`."""
    environment_ratio: str = "not declared"
    """Size of the test environment relative to production, shown in the reports: `1/4`."""

    @property
    def authority(self) -> str:
        """Host and port, as in the Host header of a browser."""
        return authority_of(self.address)

    def senders(self, seed: str) -> Senders:
        """Return the browsers of the users of a run."""
        return Senders(seed, self.languages, self.sent_headers)

    @property
    def tells_users_apart(self) -> bool:
        """Whether each user has an address, in a header or on the network of this machine."""
        host = urlsplit(self.address).hostname or ""
        named = any(ADDRESS in value for value in self.sent_headers.values())
        return named or host == "localhost" or host.startswith("127.")

    @property
    def sent_headers(self) -> dict[str, str]:
        """Headers of each request; `{citizen.address}` in them stands for the user's address."""
        own = {} if self.address_header is None else {self.address_header: ADDRESS}
        return {**own, **self.headers}


class Authorisation(FrozenModel):
    """Authorisation to send load and faults to a service that is not on this machine.

    `max_rate` counts journeys begun, not requests.
    """

    granted_by: str
    """Person who granted it: name and role."""
    until: date
    """Last day on which it is valid."""
    hosts: tuple[str, ...]
    """All hosts that may receive load or faults."""
    max_rate: PerSecond
    """Maximum rate of journeys begun: `50/s`."""


class Dependency(FrozenModel):
    """Dependency of the service. The service must call it at `listen`, the proxy address."""

    set: DependencySet
    """Kind of dependency; the faults of a crisis apply to kinds."""
    title: Title | None = None
    """Name for readers, in French and English: `{fr: Paiement, en: Payment}`."""
    listen: HostAndPort
    """Proxy address that the service calls: `127.0.0.1:15432`."""
    upstream: HostAndPort
    """Real address of the dependency."""
    provider: str | None = None
    """Provider of the dependency (IND-9)."""
    start: Command | None = None
    """Command that starts it for the run and is stopped after the run."""
    env: dict[str, str] = {}
    """Environment variables of that command; a value may have `{env.NAME}`, never recorded."""


class Objectives(FrozenModel):
    """Objectives promised by the operator: MTPD, RPO and minimum service."""

    max_outage: InSeconds | None = None
    """Maximum outage (MTPD): `4h`."""
    max_data_loss: InSeconds | None = None
    """Maximum age of lost data (RPO): `5 min`."""
    minimum_service: tuple[str, ...] = ()
    """Paths of the minimum service; the first one is measured as the essential page."""


class Safety(FrozenModel):
    """Safety conditions: when one fails, the run stops and removes its faults."""

    must_answer: tuple[HostAndPort, ...] = ()
    """Neighbouring systems that must keep accepting connections."""
    stop_file: str | None = None
    """The run stops within two seconds once this file exists."""


class HumanChannel(FrozenModel):
    """Channel without a screen, as pages must show it. If missing, pages are searched for one."""

    phone: str
    """Telephone number, as pages must write it."""
    counter: str
    """Address or opening hours of the counter, as pages must write them."""


class StatusPage(FrozenModel):
    """Status page of the service, on another host.

    `status_page: none`, or no such field: there is no status page.
    """

    address: HttpAddress
    """Address of the page."""
    provider: str | None = None
    """Who hosts it (IND-9)."""
    start: Command | None = None
    """Command that starts it for the run and is stopped after the run."""
    env: dict[str, str] = {}
    """Environment variables of that command; a value may have `{env.NAME}`, never recorded."""


Dependencies = Annotated[
    dict[str, Dependency],
    WrapValidator(
        read_dependencies, json_schema_input_type=dict[str, Dependency] | Literal["none"]
    ),
    WrapSerializer(write_dependencies),
]


class Profile(FrozenModel):
    """A whole profile file. See `validation` for cross-field problems."""

    epreuve: Literal[1]
    """Version of this format."""
    service: Service
    """The tested service."""
    authorisation: Authorisation | None = None
    """Authorisation, required for a service that is not on this machine."""
    journeys: Annotated[dict[str, TitledJourney], Field(min_length=1), AfterValidator(named)]
    """Journeys of users, each with a check of its success."""
    information: tuple[str, ...] = ()
    """Paths of the information pages that must always stay readable."""
    dependencies: Dependencies = {}
    """Dependencies of the service: database, identity, payment, maps; or `none`."""
    power: Power = Power()
    """Method of power cuts."""
    drill: Drill | None = None
    """Commands of the restore drill, for `--drill`."""
    export: Export | None = None
    """Data export for users and for the administration (DAT-6)."""
    components: str | None = None
    """Bill of materials in CycloneDX JSON, a path relative to the profile (IND-8)."""
    objectives: Objectives = Objectives()
    """Objectives promised by the operator."""
    safety: Safety = Safety()
    """Safety conditions that stop the run."""
    human_channel: HumanChannel | None = None
    """Channel without a screen, as pages must show it."""
    status_page: StatusPage | Literal["none"] | None = None
    """Status page on another host; or `none`."""
    declared: dict[str, Declaration] = {}
    """Declarations of the operator about what no probe can measure: `HUM-2: {level: proven, …}`."""
    not_applicable: dict[str, str] = {}
    """Criteria that do not apply to this service, each with a reason. They are not assessed."""
    gate: Gate = Gate()
    """Thresholds that a release must reach."""

    @property
    def declares_dependencies(self) -> bool:
        """Whether the profile lists its dependencies, or says that there is none."""
        return bool(self.dependencies) or isinstance(self.dependencies, NoDependencies)

    def critical(self) -> dict[str, TitledJourney]:
        """Return the journeys that decide the score."""
        return {name: journey for name, journey in self.journeys.items() if journey.critical}

    def submitting(self) -> dict[str, TitledJourney]:
        """Return the critical journeys that give a receipt; all critical ones if none does."""
        critical = self.critical()
        given = {name: one for name, one in critical.items() if one.acknowledged_by is not None}
        return given or critical

    @property
    def submitting_share(self) -> float:
        """Share of these journeys among all, 0 to 1."""
        total = sum(journey.share for journey in self.journeys.values())
        return sum(journey.share for journey in self.submitting().values()) / total


def command(words: Command) -> list[str]:
    """Return the words of a command, with `{python}` replaced by the Python of the audit."""
    return [sys.executable if word == "{python}" else word for word in words]
