"""Each user has an address: in connections to this machine, or in a header."""

import ipaddress
from typing import Any

import pytest

from epreuve.faults import loopback
from epreuve.probes.http.client import HttpClient
from epreuve.probes.http.client_address import client_address, loopback_address
from epreuve.probes.http.request import HttpRequest
from epreuve.probes.http.sender import Sender, Senders
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.template import Variables, render

GET = HttpRequest("GET", "/", {}, b"")
SENDERS = Senders("7:ab")
NAMED = Senders("7:ab", headers={"X-Forwarded-For": "{citizen.address}", "X-Audit": "yes"})


def fetch(service: Any, sender: Sender) -> None:
    client = HttpClient(service.address, "guichet.example:80", sender)
    client.fetch(GET, 2)
    client.close()


@pytest.mark.parametrize(
    ("address_of", "network"),
    [(loopback_address, "127.0.0.0/8"), (client_address, "198.18.0.0/15")],
)
def test_no_two_users_have_the_same_address(address_of: Any, network: str) -> None:
    addresses = [address_of("7:ab", user) for user in range(100_000)]
    assert len(set(addresses)) == 100_000
    assert all(ipaddress.ip_address(one) in ipaddress.ip_network(network) for one in addresses)
    assert not any(one.startswith(("127.0.", "127.255.")) for one in addresses)
    networks = [one.rpartition(".")[0] for one in addresses[:200]]
    assert len(set(networks)) > 150  # some applications limit whole networks
    assert addresses[0] == address_of("7:ab", 0)
    assert addresses[0] != address_of("8:ab", 0)


def test_a_service_on_this_machine_sees_an_address_for_each_user(serve: Any, respond: Any) -> None:
    service = serve(respond("ok"))
    for user in (1, 2, 1):
        fetch(service, SENDERS.of(user))
    fetch(service, SENDERS.reader(1))
    first, second, again, reader = service.clients
    assert first == again == loopback_address("7:ab", 1)
    assert len({first, second, reader, "127.0.0.1"}) == 4


def test_a_header_names_the_address(serve: Any, respond: Any) -> None:
    service = serve(respond("ok"))
    fetch(service, NAMED.of(1))
    fetch(service, NAMED.reader(1))
    citizen = Citizen(7, 1, "ab")
    assert f"X-Forwarded-For: {citizen.address}\r\n".encode() in service.requests[0]
    assert f"X-Forwarded-For: {citizen.address}\r\n".encode() not in service.requests[1]
    assert b"X-Audit: yes" in service.requests[1]
    assert service.clients == ["127.0.0.1"] * 2  # a service trusts its proxy on this machine
    assert render("{citizen.address}", Variables(citizen)) == client_address("7:ab", 1)


def test_a_system_with_one_address_uses_it(
    serve: Any, respond: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loopback, "has_own_sources", lambda: False)
    service = serve(respond("ok"))
    fetch(service, SENDERS.of(1))
    assert service.clients == ["127.0.0.1"]


def test_other_systems_have_no_such_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    loopback.has_own_sources.cache_clear()
    monkeypatch.setattr("sys.platform", "darwin")
    assert not loopback.has_own_sources()
    loopback.has_own_sources.cache_clear()


@pytest.mark.parametrize("host", ["::1", "10.0.0.1", "localhost"])
def test_connections_elsewhere_start_anywhere(host: str) -> None:
    assert loopback.usable_source("127.3.4.5", host) == ""
    assert loopback.usable_source("127.3.4.5", "127.0.0.1") == "127.3.4.5"
    assert loopback.own_source("::ffff:127.3.4.5") == "127.3.4.5"
    assert loopback.own_source("127.0.0.1") == loopback.own_source("10.0.0.1") == ""
