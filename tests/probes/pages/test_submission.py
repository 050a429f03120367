"""A submission's own values, masked in addresses and in pages."""

import pytest

from epreuve.probes.journeys.journey import Journey
from epreuve.probes.pages.submission import Submission
from tests.probes.pages.store import JOURNEY, citizen, html


def submission(number: int, receipt: str) -> Submission:
    return Submission(JOURNEY, receipt, citizen(number))


def test_a_receipt_inside_the_name_leaves_the_same_words() -> None:
    words = set()
    family = citizen(327).name.split()[-1]
    for number, receipt in ((327, family), (328, "12")):
        one = submission(number, receipt)
        assert (family in one.citizen.name) == (number == 327)
        page = html(200, f"<p>{one.citizen.name} : no request {receipt}</p>")
        words.add(tuple(one.words(page)))
    assert words == {("#", ":", "no", "request", "#")}


def test_a_word_that_holds_the_receipt_is_not_masked() -> None:
    assert submission(1, "ab").words(html(200, "<p>About table ab</p>")) == ["about", "table", "#"]


@pytest.mark.parametrize(
    ("receipt", "target", "address"),
    [
        ("1", "/v1/requests/1?x=1", "/v1/requests/{receipt}"),
        ("17", "/dossier17", "/dossier{receipt}"),
        ("a b", "/requests/a%20b/", "/requests/{receipt}"),
        ("327", "/of/{name}/327", "/of/{citizen.name}/{receipt}"),
        ("327", "/login", "/login"),
    ],
)
def test_the_receipt_is_masked_in_an_address(receipt: str, target: str, address: str) -> None:
    one = submission(327, receipt)
    assert one.address(target.replace("{name}", one.citizen.name)) == address


@pytest.mark.parametrize(
    ("target", "receipt", "address"),
    [
        ("/dossier17", "17", "/dossier{receipt}"),
        ("/a2/2", "2", "/a2/{receipt}"),
        (f"/api/{citizen(1).file_sha256}", "2", "/api/{citizen.file_sha256}"),
        (f"/api2/{citizen(1).file_sha256}", "2", "/api{receipt}/{citizen.file_sha256}"),
    ],
)
def test_a_short_receipt_is_not_found_in_the_name_of_another_value(
    target: str, receipt: str, address: str
) -> None:
    steps = {"steps": [{"get": "/{citizen.file_sha256}"}]}
    one = Submission(Journey.model_validate(steps), receipt, citizen(1))
    assert one.address(target) == address
