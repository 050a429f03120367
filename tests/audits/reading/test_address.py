"""Address of a service, and address of a page."""

import pytest
from pydantic import TypeAdapter, ValidationError

from epreuve.audits.profile.model import Service, StatusPage
from epreuve.audits.reading.address import ServiceAddress

ADDRESS: TypeAdapter[str] = TypeAdapter(ServiceAddress)


def test_a_service_address_has_no_path() -> None:
    for text in ("http://127.0.0.1:8080", "http://127.0.0.1:8080/", "https://[::1]:8443"):
        assert ADDRESS.validate_python(text) == text.rstrip("/")


@pytest.mark.parametrize("rest", ["/guichet", "?a=1", "/guichet/accueil?a=1", "#haut"])
def test_what_follows_the_port_of_a_service_is_refused(rest: str) -> None:
    with pytest.raises(ValidationError) as caught:
        ADDRESS.validate_python(f"http://127.0.0.1:8080{rest}")
    assert (
        f"has more than a host and a port, `{rest}`; write `http://127.0.0.1:8080`, and `{rest}` "
        "at the beginning of the paths of the steps" in str(caught.value)
    )


def test_the_profile_refuses_a_service_with_a_path_and_not_a_status_page() -> None:
    address = "http://127.0.0.1:8080/etat"
    assert StatusPage(address=address).address == address
    with pytest.raises(ValidationError, match="has more than a host"):
        Service.model_validate({"name": "S", "address": address, "normal_peak": "1 journeys/min"})
