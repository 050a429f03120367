"""Requests that sign a user in at an identity provider, as a proxy counts them."""

import pytest

from epreuve.faults.embedded.sign_in import is_sign_in
from tests.faults.embedded.conftest import counted

SIGN_INS = [
    "GET /api/v2/userinfo HTTP/1.1",
    "GET /realms/ville/protocol/openid-connect/userinfo?x=1 HTTP/1.1",
    "GET http://fc.example/api/v2/authorize?scope=openid&client_id=ville HTTP/1.1",
    "GET /as/authorize?client_id=ville&request_uri=urn:1 HTTP/1.1",
    "GET /api/v2/jwks HTTP/1.1",
    "GET /.well-known/jwks.json HTTP/1.1",
    "POST /idp/profile/SAML2/SOAP/AttributeQuery HTTP/1.1",
    "GET /cas/p3/serviceValidate?ticket=ST-1 HTTP/1.1",
]
OTHERS = [
    "POST /dossiers HTTP/1.1",
    "GET /seau/photo.jpg HTTP/1.1",
    "POST /oauth/token HTTP/1.1",  # also the token of a service for its back office
    "GET /.well-known/openid-configuration HTTP/1.1",  # read before it asks for that token
    "POST /dossiers/42/authorize HTTP/1.1",  # a decision of the back office
    "GET /orders/7/authorize?by=12 HTTP/1.1",
    "GET /authorized-agents HTTP/1.1",
    "GET /authorizations HTTP/1.1",
    "GET /depot?retour=/userinfo HTTP/1.1",
    "\x00\x00\x00\x08\x04\xd2\x16\x2f",  # PostgreSQL
    "\x16\x03\x01\x02\x00\x01GET /userinfo",  # TLS
    "*1\r\n$4\r\nPING\r\n",
    "SELECT '/userinfo'",
]


@pytest.mark.parametrize("line", SIGN_INS)
def test_a_sign_in(line: str) -> None:
    assert is_sign_in(f"{line}\r\nHost: id.example\r\n\r\n".encode("latin-1"))


@pytest.mark.parametrize("line", OTHERS)
def test_another_request(line: str) -> None:
    assert not is_sign_in(f"{line}\r\nHost: id.example\r\n\r\n".encode("latin-1"))


def test_a_proxy_counts_each_request_of_a_kept_connection(embedded, make_proxy, echoes):
    made = make_proxy(embedded, echoes.address)
    with made.connect() as one:
        for line in (b"POST /token HTTP/1.1\r\n\r\n", *[b"GET /userinfo HTTP/1.1\r\n\r\n"] * 2):
            one.sendall(line)
            assert one.recv(100) == line
    counters = {"opened": 1, "upstream": {"received": 76, "sent": 76, "sign_ins": 2}}
    assert counted(embedded, made, **counters) == counters
