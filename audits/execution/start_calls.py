"""Hosts that the service calls at its start, by the names that the profile gives them."""

import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from epreuve.audits.profile.model import Profile
from epreuve.faults.addresses import join_host_port, split_host_port
from epreuve.probes.http.address import aliases, authority_of


def named_hosts(peers: Iterable[str], profile: Profile) -> tuple[str, ...]:
    """Return the hosts of some peers: a dependency by its `listen`, others by their address.

    The service itself and its status page are no third parties.
    """
    names: dict[str, str] = {}
    for dependency in profile.dependencies.values():
        for address in (dependency.upstream, dependency.listen):
            names.update(dict.fromkeys(_addresses(address), dependency.listen))
    own = _own(profile)
    return tuple(sorted({names.get(peer, peer) for peer in peers if peer not in own}))


def bypassed_dependencies(peers: Iterable[str], profile: Profile) -> tuple[str, ...]:
    """Return the dependencies of which some peers are the `upstream`, past their proxy."""
    dependencies = profile.dependencies.items()
    proxies = {address for _, one in dependencies for address in _addresses(one.listen)}
    past = set(peers) - proxies - _own(profile)
    return tuple(name for name, one in dependencies if past & _addresses(one.upstream))


def _own(profile: Profile) -> set[str]:
    own = _addresses(profile.service.authority)
    page = profile.status_page
    if page is not None and page != "none" and urlsplit(page.address).hostname:
        own |= _addresses(authority_of(page.address))
    return own


def _addresses(authority: str) -> set[str]:
    """Return the numeric forms of `host:port`; none where the name cannot be resolved."""
    host, port = split_host_port(authority)
    try:
        resolved = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        return set()
    names = {join_host_port(str(address[0]), port) for *_, address in resolved}
    return {alias for name in names for alias in aliases(name)}
