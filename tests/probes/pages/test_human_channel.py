"""Human contact channels on a page."""

import pytest

from epreuve.probes.pages.human_channel import HumanChannel, human_channel


@pytest.mark.parametrize(
    "text",
    [
        "Appelez le 01 99 00 12 34",
        "Tél. 01.99.00.12.34",
        "01&nbsp;99&nbsp;00&nbsp;12&nbsp;34",
        "+33 1 99 00 12 34",
        "+33 (0)1 99 00 12 34",
        "0199001234",
        "Composez le 39 39 (service gratuit)",
        '<a href="tel:+33199001234">Nous appeler</a>',
    ],
)
def test_phone_numbers(text: str) -> None:
    assert human_channel(f"<p>{text}</p>").phone


@pytest.mark.parametrize(
    "text",
    [
        "Dossier n° 20261121093012345",
        "Le 21 11 2026, 3500 dossiers",
        "SIRET 123 456 789 01234",
        "12 34 56 78",
        "<script>var tel = '01 99 00 12 34'</script>",
    ],
)
def test_numbers_that_are_not_phone_numbers(text: str) -> None:
    assert not human_channel(f"<p>{text}</p>").phone


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mairie, 1 place de l’Exemple, 01234 Saint-Exemple", True),
        ("12 bis rue des Essais<br>69003 LYON CEDEX", True),
        ("3500 dossiers dans la rue", False),
        ("75001 Paris", False),
        ("12 rue des Essais", False),
    ],
)
def test_postal_addresses(text: str, shown: bool) -> None:
    assert human_channel(f"<address>{text}</address>").address is shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Du lundi au vendredi, 9h-12h30", True),
        ("de 9 h à 17 h", True),
        ("08:30 – 12:00", True),
        ("9h00 – 12h00 et 14h – 17h", True),
        ("24h/24", True),
        ("mis à jour à 9h12", False),
        ("3 heures d’attente", False),
    ],
)
def test_hours(text: str, shown: bool) -> None:
    assert human_channel(f"<p>{text}</p>").hours is shown


def test_a_page_without_contact() -> None:
    assert human_channel("<p>Écrivez-nous en ligne</p>") == HumanChannel(False, False, False)
    assert human_channel("") == HumanChannel(False, False, False)
