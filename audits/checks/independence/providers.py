"""Who holds what the service stands on."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

from epreuve.audits.checks.facts.fact import fact
from epreuve.audits.checks.independence.translation import translate
from epreuve.audits.checks.no_evidence import NoEvidence
from epreuve.audits.planning.plan import Plan
from epreuve.audits.profile.model import Profile
from epreuve.probes.http.address import split_host_port

CONCENTRATED = frozenset({"DNS", "CDN", "ID", "MAIL", "OTP"})  # beside hosting
SECOND_LEVELS = frozenset({"co", "com", "org", "net", "gov", "gouv", "ac", "edu", "asso"})
FEWEST = 3  # places under which a share tells nothing [A]


@fact
def providers(plan: Plan) -> dict[str, str]:
    """Who holds each place: the service, its status page, DNS, CDN, identity, mail, SMS.

    `provider:` in the profile says so; without it, hosts of one domain count as one provider [A].
    """
    found = {place: name or _behind(host) for place, name, host in _places(plan.profile)}
    unknown = ", ".join(place for place, name in found.items() if not name)
    if unknown:
        raise NoEvidence(
            translate(
                "The provider is unknown on a local bench. Name it (`provider:`) for: {functions}.",
                functions=unknown,
            )
        )
    if len(found) < FEWEST:
        raise NoEvidence(
            translate(
                "Only {n} functions are known: too few to measure a concentration.", n=len(found)
            )
        )
    return found


def _places(profile: Profile) -> Iterator[tuple[str, str | None, str]]:
    """The place in the profile, the provider that it names, the host that answers."""
    service, page = profile.service, profile.status_page
    yield "service", service.provider, urlsplit(service.address).hostname or ""
    if page is not None and page != "none":
        yield "status_page", page.provider, urlsplit(page.address).hostname or ""
    for name, each in profile.dependencies.items():
        if each.set in CONCENTRATED:
            host = split_host_port(each.upstream)[0]
            yield f"dependencies.{name}", each.provider, host


def _behind(host: str) -> str:
    """The address, or the domain that somebody registered; "" when it is this very network.

    Its last two labels, three when a country's second level is of those above [A].
    """
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        labels = host.lower().rstrip(".").split(".")
    else:
        return str(address) if address.is_global else ""
    if len(labels) < 2:
        return ""
    country = len(labels[-1]) == 2 and labels[-2] in SECOND_LEVELS
    return ".".join(labels[-3:] if country else labels[-2:])
