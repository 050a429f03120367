"""The number of a receipt that is an address."""

import pytest

from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.pages.receipt_number import receipt_number, shows

USER = Citizen(7, 0)
LINK = f"/view/?ticket=demandes-35&email={USER.email.replace('@', '%40')}&key=dc36b3af"


@pytest.mark.parametrize(
    ("receipt", "text", "number"),
    [
        ("A1B2", "n° A1B2", "A1B2"),
        ("A1B2", "merci", "A1B2"),
        (LINK, "Demande [demandes-35] enregistrée", "demandes-35"),
        (LINK, f"Demande enregistrée pour {USER.email}", LINK),  # the user's own value
        (LINK, "Demande demandes-351 enregistrée", LINK),  # another number
        (LINK, f"Gardez ce lien : {LINK}", "demandes-35"),
        ("https://ville.example/2026/dossiers/0012", "Dossier 0012 du 2/3/2026", "0012"),
        ("/2026/dossiers/abc", "Dossier du 2/3/2026", "/2026/dossiers/abc"),  # shown before
        ("/dossiers/abc", "Vos dossiers", "/dossiers/abc"),  # without a digit
    ],
)
def test_the_number_is_the_visible_part_of_an_address(receipt: str, text: str, number: str) -> None:
    earlier = "Mairie, le 1/3/2026. Vos dossiers"
    assert receipt_number(receipt, text, earlier, USER) == number


def test_a_number_is_shown_by_itself() -> None:
    assert shows("n° 8", "8")
    assert not shows("né en 1987", "8")
