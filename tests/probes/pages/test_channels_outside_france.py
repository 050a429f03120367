"""Phone numbers and addresses of French pages outside France."""

import pytest

from epreuve.probes.pages.human_channel import channel_in


@pytest.mark.parametrize(
    "text",
    [
        "Tél. : 02 279 22 11",
        "Tél. 081/24 60 60",
        "Mobile 0470 12 34 56",
        "Numéro gratuit 0800 12 345",
        "Genève, 022 418 20 00",
        "Bureau 0848 123 456",
        "Allô Service Public 39 39",
        "Ville de Montréal : 514 872-0311",
        "(514) 872-0311",
        "Composez le 311",
        "Tél. : 4796-2728",
        "Téléphone 247 82478",
    ],
)
def test_national_numbers_of_french_pages(text: str) -> None:
    assert channel_in(text, ["fr"]).phone


@pytest.mark.parametrize(
    "text",
    [
        "Service public 39 39",
        "Numéro d’entreprise 0207.373.429",
        "SIRET 123 456 789 01234",
        "Appelez le 20 11 2026",
        "le 05/11 20 26",
        "Dossier 123 456-7890",
        "Réf. 555-555-0123",
        "3500 dossiers en 2026",
    ],
)
def test_numbers_of_french_pages_that_call_nobody(text: str) -> None:
    assert not channel_in(text, ["fr"]).phone


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Rue de la Loi 16, 1000 Bruxelles", True),
        ("Chaussée de Wavre 12 bte 3, 1050 Ixelles", True),
        ("Grand-Place 1, 1000 Bruxelles", True),
        ("rue de l'Hôtel-de-Ville 4, 1204 Genève", True),
        ("Case postale 3983, 1211 Genève 3", True),
        ("275, rue Notre-Dame Est, Montréal (Québec) H2Y 1C6", True),
        ("Hôtel de ville, rue Notre-Dame Est, Montréal (Québec) H2Y 1C6", True),
        ("42, place Guillaume II, L-1648 Luxembourg", True),
        ("Dans la rue, 3500 Dossiers", False),
        ("rue des Essais 2026 Mairie", False),
        ("1000 Bruxelles", False),
    ],
)
def test_addresses_of_french_pages_outside_france(text: str, shown: bool) -> None:
    assert channel_in(text, ["fr"]).address is shown
