"""Checks that a remote target is covered by a valid authorisation.

The profile names the person who granted it, its end, the hosts and the maximum rate. A person
confirms it before any request is sent. Host names are resolved once. The limit counts journeys
begun.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias
from urllib.parse import urlsplit

from epreuve.audits.errors import Misuse, NotMeasurable
from epreuve.audits.profile.model import Authorisation, Profile
from epreuve.audits.profile.translation import translate
from epreuve.audits.reading.yaml_file import Problem
from epreuve.faults.addresses import is_local
from epreuve.probes.http.address import host_of
from epreuve.probes.http.resolver import pin_address
from epreuve.reports.text import Text, untranslated
from epreuve.reports.translation import Number

ConfirmedBy: TypeAlias = Literal["prompt", "--yes"]


class LoadTest(Protocol):
    """Anything that sends load to a service: the plan of a crisis, or a capacity ramp."""

    @property
    def profile(self) -> Profile:
        """Profile of the service."""
        ...


@dataclass(frozen=True, slots=True)
class Consent:
    """Confirmation that the authorisation is real, at a terminal or with `--yes`."""

    how: ConfirmedBy


def targets(profile: Profile) -> dict[str, tuple[str | int, ...]]:
    """Return the remote hosts that load reaches, each with the field that names it.

    Dependencies are included: a service under load also sends load to them.
    """
    host = urlsplit(profile.service.address).hostname or ""
    fields: dict[str, tuple[str | int, ...]] = {host: ("service", "address")}
    for name, dependency in profile.dependencies.items():
        host = host_of(dependency.upstream)
        fields.setdefault(host, ("dependencies", name, "upstream"))
    return {host: field for host, field in fields.items() if not is_local(host)}


def problems(profile: Profile, today: datetime.date) -> Iterator[Problem]:
    """Yield the problems of an authorisation, each with its location in the file."""
    hosts, authorisation = targets(profile), profile.authorisation
    for host, field in hosts.items() if authorisation is None else ():
        yield field, _needed(host)
    if authorisation is None or not hosts:
        return
    for host in hosts:
        if host not in authorisation.hosts:
            problem = translate("{host} is missing; ask its owner, then add it", host=host)
            yield ("authorisation", "hosts"), problem
    if authorisation.until < today:
        problem = translate("ended on {day}; ask for a new one", day=str(authorisation.until))
        yield ("authorisation", "until"), problem


def _needed(host: str) -> Text:
    return translate(
        "{host} is not this machine; add `authorisation:` with granted_by, until, hosts and "
        "max_rate",
        host=host,
    )


def rate_limit(test: LoadTest) -> float | None:
    """Return the maximum of journeys begun per second, None for a local service."""
    authorisation = required(test)
    return None if authorisation is None else authorisation.max_rate


def confirm(test: LoadTest, *, yes: bool, ask: Callable[[Text], bool] | None) -> Consent | None:
    """Return the consent for remote targets, None when all targets are local.

    `ask` shows a question and returns whether the answer is yes; None without a terminal. Raises
    Misuse when the authorisation is not confirmed.
    """
    if required(test) is None:
        return None
    if yes:
        return Consent("--yes")
    if ask is None:
        raise Misuse(
            translate(
                "{authorisation}\nnot confirmed: no terminal; add --yes to confirm it",
                authorisation=describe(test),
            )
        )
    question = translate(
        "{authorisation}\nIs this authorisation correct and still valid?",
        authorisation=describe(test),
    )
    if not ask(question):
        raise Misuse(translate("authorisation not confirmed; no request was sent"))
    return Consent("prompt")


def describe(test: LoadTest) -> Text:
    """Return the authorisation as a sentence to confirm, "" when none is needed."""
    authorisation = required(test)
    if authorisation is None:
        return untranslated("")
    return translate(
        "{targets}: not on this machine. Load and faults were authorised by {granted_by}, until "
        "{until}, on {hosts}, at most {rate} journeys/s.",
        targets=", ".join(targets(test.profile)), granted_by=authorisation.granted_by,
        until=str(authorisation.until), hosts=", ".join(authorisation.hosts),
        rate=Number(authorisation.max_rate, 3),
    )  # fmt: skip


def pin(authority: str) -> str:
    """Resolve a "host:port" once for the whole run.

    Raises NotMeasurable when the name is not resolved, Misuse when a local name is remote.
    """
    host = host_of(authority)
    try:
        address = pin_address(authority)
    except OSError as error:
        raise NotMeasurable(
            translate(
                "{authority}: the host name cannot be resolved ({error}); "
                "correct it, or check the DNS of this machine",
                authority=authority, error=str(error),
            )
        ) from None  # fmt: skip
    if is_local(host) and not is_local(host_of(address)):
        raise Misuse(
            translate(
                "{authority}: resolves to {address}, which is not this machine; "
                "write 127.0.0.1 instead of the name",
                authority=authority, address=address,
            )
        )  # fmt: skip
    return address


def required(test: LoadTest) -> Authorisation | None:
    """Return the authorisation if a target is remote. Raises Misuse when it is missing."""
    hosts = targets(test.profile)
    if hosts and test.profile.authorisation is None:
        raise Misuse(_needed(next(iter(hosts))))
    return test.profile.authorisation if hosts else None
