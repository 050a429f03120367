"""Human contact channels on a page."""

from collections.abc import Iterable

import pytest

from epreuve.probes.html.visible_text import page_text
from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.pages.human_channel import (
    HumanChannel,
    channel_in,
    is_readable,
    page_language,
    shows_phone,
    shows_text,
)


def human_channel(
    page: str,
    sheets: Iterable[str] = (),
    citizens: Iterable[Citizen] = (),
    languages: Iterable[str] = (),
) -> HumanChannel:
    return channel_in(page_text(page, sheets), [page_language(page), *languages], citizens)


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
        ("Guichet : 1 place de la Mairie, de 9 h à 17 h", True),  # A town's page names no town.
        ("12 ter, avenue d’Exemple", True),
        ("City desk, 12 High Street", True),
        ("Civic Offices, Wood Quay, Dublin 8, D08 RF3F", True),
        ("Main Street, Carlow, R93 Y0F2", True),
        ("the road, version A12 2026", False),
        ("rue des Essais", False),
        ("le 3 route barrée", False),
        ("15/11 place libre", False),
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
        ("ouvert le mardi matin de 9 à 12 heures", True),
        ("Accueil entre 9 et 17 h", True),
        ("une réponse dans un délai de 8 à 12 heures", False),
        ("Accueil : attente de 2 à 3 heures", False),
        ("mis à jour à 9h12", False),
        ("3 heures d’attente", False),
    ],
)
def test_hours(text: str, shown: bool) -> None:
    assert human_channel(f"<p>{text}</p>").hours is shown


def test_a_page_without_contact() -> None:
    assert human_channel("<p>Écrivez-nous en ligne</p>") == HumanChannel(False, False, False)
    assert human_channel("") == HumanChannel(False, False, False)


@pytest.mark.parametrize(
    "text",
    [
        "Call 020 7946 0000",
        "Telephone: 01632 960 123",
        "+44 20 7946 0000",
        "(202) 555-0123",
        "202-555-0123",
        "1-800-555-0123",
        "Call 311 from the city",
        "+32 2 555 12 34",
    ],
)
def test_english_and_international_phone_numbers(text: str) -> None:
    assert human_channel(f"<html lang=en><p>{text}</p>").phone


def test_english_counters() -> None:
    shown = human_channel(
        "<html lang='en-GB'><p>Town Hall, 1 High Street, Exampleton EX1 2AB, 9am to 5pm</p>"
    )
    assert (shown.address, shown.hours) == (True, True)
    assert human_channel("<p>10 Main St, Springfield, IL 62701</p>").address
    assert human_channel("<p>Open 9:30 a.m. - 4 p.m.</p>").hours
    assert human_channel("<p>9 heures à midi</p>").hours


def test_a_page_is_read_in_its_language() -> None:
    assert not human_channel("<html lang=fr><p>Réf. 555-555-0123</p>").phone
    assert human_channel("<html lang=en><p>01 99 00 12 34</p>").phone


def test_an_address_may_be_in_another_language_of_the_service() -> None:
    page = "<html lang=en><p>Counter: 12 rue du Port, 35000 Rennes, open 9 h à 12 h</p>"
    assert human_channel(page) == HumanChannel(phone=False, address=False, hours=False)
    shown = human_channel(page, languages=["fr"])
    assert (shown.address, shown.hours) == (True, True)
    mixed = "<html lang=en><p>Counter: Station Street, 35000 Rennes</p>"
    assert not human_channel(mixed).address
    assert human_channel(mixed, languages=["fr", "en"]).address


def test_a_postal_code_is_near_its_street() -> None:
    assert not human_channel(f"<p>Dans la rue. {'Texte. ' * 20}12345 Demandes</p>").address


@pytest.mark.parametrize("hidden", ["<p hidden>{}</p>", "<!-- {} -->", "<noscript>{}</noscript>"])
def test_hidden_channels_do_not_count(hidden: str) -> None:
    foot = "01 99 00 12 34, 1 rue du Port, 99123 Saint-Exemple, de 9 h à 12 h"
    assert human_channel(f"<body>{hidden.format(foot)}</body>") == HumanChannel(False, False, False)


def test_the_own_number_and_address_of_a_user_are_not_those_of_the_service() -> None:
    user, other = Citizen(7, 10_000_000, "ab"), Citizen(7, 12, "ab")
    own = f"<p>{user.phone}, {user.street}, {user.postcode} {user.city}</p>"
    assert human_channel(own, citizens=[user]) == HumanChannel(False, False, False)
    international = f"<p>+33 {user.phone[1:]}</p>"
    assert not human_channel(international, citizens=[user]).phone
    listed = f"<p>{other.name}: {other.phone.replace(' ', '.')}</p>"
    assert not human_channel(listed, citizens=[user]).phone
    assert human_channel(f"{own}<p>01 99 00 12 34</p>", citizens=[user]).phone


@pytest.mark.parametrize(
    ("text", "number", "shown"),
    [
        ("Tél. +33 1 99 00 12 34", "01 99 00 12 34", True),
        ("0199001234", "01.99.00.12.34", True),
        ("01 99 00 12 345", "01 99 00 12 34", False),
        ("Composez le 39 39", "3939", True),
        ("dossier 139 39", "39 39", False),
    ],
)
def test_a_declared_number(text: str, number: str, shown: bool) -> None:
    assert shows_phone(text, number) is shown


def test_declared_words() -> None:
    assert shows_text("Mairie,  1 place de l’Église", "1 Place de l'Église")
    assert not shows_text("Mairie", "1 place de l'Église")


@pytest.mark.parametrize("number", range(200))
def test_no_part_of_the_own_number_of_a_user_counts(number: int) -> None:
    user = Citizen(7, number, "ab")
    own = f"<p>Téléphone : {user.phone} 24 dossiers</p>"
    assert not human_channel(own, citizens=[user], languages=["fr"]).phone


@pytest.mark.parametrize(
    ("language", "readable"), [("", True), ("fr", True), ("en", True), ("es", False)]
)
def test_languages_in_which_channels_can_be_found(language: str, readable: bool) -> None:
    assert is_readable(language) is readable
