"""Sentence for a service that does not respond after its start."""

from epreuve.audits.execution.translation import translate
from epreuve.audits.profile.model import Profile
from epreuve.faults.addresses import join_host_port
from epreuve.faults.sockets.reachability import accepts
from epreuve.probes.http.address import LOOPBACK, common_name, host_port_of
from epreuve.probes.http.resolver import resolve
from epreuve.reports.text import Text
from epreuve.reports.translation import Duration

LOCAL = ("127.0.0.1", "::1")


def no_response(profile: Profile, within: float, log: Text) -> Text:
    """Return why a service does not respond `within` seconds; `log` is the end of its log."""
    service, power = profile.service, profile.power
    address = f"{service.address}{power.ready}"
    if (other := other_listener(service.address)) is not None:
        return translate(
            "service.address: {address} did not respond with 2xx within {time}, but a program "
            "listens at {other}: write this address{log}",
            address=address, time=Duration(within), other=other, log=log,
        )  # fmt: skip
    return translate(
        "service.address: {address} did not respond with 2xx within {time}; is the service "
        "running, and `power.ready` right?{log}",
        address=address, time=Duration(within), log=log,
    )  # fmt: skip


def other_listener(url: str) -> str | None:
    """Return the address of this machine with the port of a URL where only there one listens.

    Some programs listen at `localhost` by IPv6 only, where the harness prefers IPv4.
    """
    host, port = host_port_of(url)
    if common_name(host) != LOOPBACK[0]:
        return None
    _, used = resolve(host, port)
    if accepts(used):
        return None
    others = ((name, port) for name in LOCAL if name != used[0])
    return next((join_host_port(*other) for other in others if accepts(other)), None)
