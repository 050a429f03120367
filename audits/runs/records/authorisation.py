"""Record of the authorisation under which load was sent to another machine."""

import datetime

from epreuve.audits.errors import Misuse
from epreuve.audits.profile.authorisation import (
    ConfirmedBy,
    Consent,
    LoadTest,
    describe,
    pin,
    required,
)
from epreuve.audits.runs.translation import translate
from epreuve.faults.addresses import is_local
from epreuve.probes.evidence.observation import Observation, Record, record_kind
from epreuve.probes.http.address import host_of


@record_kind("authorisation")
class AuthorisationRecord(Record):
    """Authorisation of a run against another machine; the subject is `authorisation`."""

    granted_by: str
    """The person who granted it."""
    until: datetime.date
    """The last day on which it holds."""
    hosts: tuple[str, ...]
    """Hosts that may receive load or faults."""
    max_rate: float
    """The most journeys that may begin in a second."""
    confirmed: ConfirmedBy
    """How a person confirmed it."""
    addresses: dict[str, str]
    """Address that each host name led to, by `host:port`."""


def evidence_of(
    test: LoadTest, consent: Consent | None, now: float
) -> Observation[AuthorisationRecord] | None:
    """Return the authorisation as an observation; None for a service on this machine.

    Raises Misuse for an authorisation that is not confirmed or has expired.
    """
    authorisation = required(test)
    if authorisation is None:
        return None
    if consent is None:
        raise Misuse(
            translate(
                "{authorisation}\nnot confirmed; add --yes to confirm it",
                authorisation=describe(test),
            )
        )
    if authorisation.until < datetime.date.today():
        raise Misuse(
            translate(
                "authorisation.until: ended on {day}; ask for a new one",
                day=str(authorisation.until),
            )
        )
    upstreams = [dependency.upstream for dependency in test.profile.dependencies.values()]
    record = AuthorisationRecord(
        **dict(authorisation),
        confirmed=consent.how,
        addresses={
            address: pin(address)
            for address in (test.profile.service.authority, *upstreams)
            if not is_local(host_of(address))
        },
    )
    return Observation(now, "authorisation", record)
