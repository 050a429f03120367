"""Providers of the service and of its infrastructure dependencies."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.independence.translation import translate
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import Profile
from epreuve.audits.profile.name import Name, title_of
from epreuve.faults.addresses import split_host_port
from epreuve.probes.http.address import registered_domain

CONCENTRATED = frozenset({"DNS", "CDN", "ID", "MAIL", "OTP"})  # beside hosting
FEWEST = 3  # functions: too few for a share below this number [A]


@fact
def providers(plan: Plan) -> dict[str, str]:
    """Provider of each function: the service, its status page, DNS, CDN, identity, mail, SMS.

    It is `provider:` in the profile. Without it, hosts of one domain count as one provider [A].
    """
    names = {place: name or _behind(host) for place, name, host in _places(plan.profile)}
    unknown = ", ".join(place for place, name in names.items() if not name)
    if unknown:
        raise NoEvidence(
            translate(
                "The provider is unknown on a local bench. Name it (`provider:`) for: {functions}.",
                functions=unknown,
            )
        )
    if len(names) < FEWEST:
        raise NoEvidence(
            translate(
                "Known functions: {n}. At least {least} are needed to measure a concentration.",
                n=len(names),
                least=FEWEST,
            )
        )
    return names


def _places(profile: Profile) -> Iterator[tuple[str, str | None, str]]:
    """Yield the place in the profile, its `provider:`, and its host."""
    service, page = profile.service, profile.status_page
    yield (
        Name("service", translate("the service")),
        service.provider,
        urlsplit(service.address).hostname or "",
    )
    if page is not None and page != "none":
        place = Name("status_page", translate("the status page"))
        yield place, page.provider, urlsplit(page.address).hostname or ""
    for name, dependency in profile.dependencies.items():
        if dependency.set in CONCENTRATED:
            host = split_host_port(dependency.upstream)[0]
            place = Name(f"dependencies.{name}", title_of(name))
            yield place, dependency.provider, host


def _behind(host: str) -> str:
    """Return the address or the registered domain of a host; "" on a private network."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return registered_domain(host)
    return str(address) if address.is_global else ""
