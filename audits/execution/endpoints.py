"""Endpoints of a run: the proxies that cohorts, browsers and the service connect to."""

from epreuve.audits.execution.links import OpenLinks
from epreuve.audits.planning.plan import Plan
from epreuve.audits.planning.probe_cohort import probe_endpoints
from epreuve.audits.planning.proxy_names import (
    citizen_link,
    dependency_link,
    third_parties,
    third_party_endpoint,
)
from epreuve.audits.profile.authorisation import pin
from epreuve.faults.addresses import join_host_port
from epreuve.probes.load.topology import LoadTopology, parse_bind

ANY_PORT = "127.0.0.1:0"


def open_links(links: OpenLinks, plan: Plan, topology: LoadTopology) -> dict[str, str]:
    """Open a proxy per dependency, per cohort, and per third party that a browser loads.

    Returns the address of each endpoint of users, by its name. Raises Misuse.
    """
    profile = plan.profile
    for name, dependency in profile.dependencies.items():
        link, upstream = dependency_link(name), pin(dependency.upstream)
        links.open(link, dependency.listen, upstream, f"dependencies.{name}")
    service = pin(profile.service.authority)
    upstreams = {cohort.name: service for cohort in plan.cohorts if cohort.linked}
    for name, address in third_parties(profile).items():
        upstreams[third_party_endpoint(name)] = address
    for endpoint, name in probe_endpoints(plan).items():
        upstreams[endpoint] = profile.dependencies[name].listen
    listen = join_host_port(parse_bind(topology.bind)[0], 0) if topology.workers else ANY_PORT
    return {
        name: links.open(citizen_link(name), listen, upstream, "service")
        for name, upstream in upstreams.items()
    }
