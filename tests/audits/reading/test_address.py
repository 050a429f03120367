"""Address of a service, and address of a page."""

import pytest
from pydantic import TypeAdapter, ValidationError

from epreuve.audits.profile.model import Service, StatusPage
from epreuve.audits.reading.address import ServiceAddress

ADDRESS: TypeAdapter[str] = TypeAdapter(ServiceAddress)


def test_a_service_address_has_no_path() -> None:
    for text in ("http://127.0.0.1:8080", "http://127.0.0.1:8080/", "https://[::1]:8443"):
        assert ADDRESS.validate_python(text) == text.rstrip("/")


@pytest.mark.parametrize(
    ("rest", "remedy"),
    [
        ("/guichet", ", and `/guichet` at the beginning of the paths of the steps"),
        ("/guichet/accueil?a=1", ", and `/guichet/accueil?a=1` at the beginning of the paths"),
        ("?a=1", ""),
        ("#haut", ""),
    ],
)
def test_what_follows_the_port_of_a_service_is_refused(rest: str, remedy: str) -> None:
    problem = refused(f"http://127.0.0.1:8080{rest}")
    sentence = f"has more than a host and a port, `{rest}`; write `http://127.0.0.1:8080`"
    assert problem.startswith(sentence + remedy)


@pytest.mark.parametrize("port", ["233000", "65536", "0", "abc", "-1", "", "８０"])
def test_a_port_is_a_number_up_to_65535(port: str) -> None:
    for host in ("127.0.0.1", "[::1]"):
        problem = refused(f"http://{host}:{port}")
        assert problem == f"port {port!r}: is not a number from 1 to 65535; correct the port"


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("127.0.0.1:8080", "has no `http://` or `https://`; write `http://127.0.0.1:8080`"),
        ("http://{env}.exemple.fr:{port}",
         "has the placeholder `{env}`; write the host and the port themselves"),
        ("http://user:pass@exemple.fr", "has a user name or a password before `@`; remove it"),
        ("http://[::1", "is not an address; write for example `http://127.0.0.1:8080`"),
        ("http://a b:80", "is not an address; write for example"),
        ("ftp://exemple.fr", "is not an address; write for example"),
        ("", "is not an address; write for example"),
    ],
)  # fmt: skip
def test_another_mistake_in_an_address_has_its_remedy(address: str, problem: str) -> None:
    assert refused(address).startswith(problem)


def refused(address: str) -> str:
    with pytest.raises(ValidationError) as caught:
        ADDRESS.validate_python(address)
    (error,) = caught.value.errors()
    return str(error.get("ctx", {})["error"])


def test_the_profile_refuses_a_service_with_a_path_and_not_a_status_page() -> None:
    address = "http://127.0.0.1:8080/etat"
    assert StatusPage(address=address).address == address
    with pytest.raises(ValidationError, match="has more than a host"):
        Service.model_validate({"name": "S", "address": address, "normal_peak": "1 journeys/min"})
