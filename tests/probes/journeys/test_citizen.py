"""Fictitious citizens, reproducible from their number."""

import datetime
import hashlib
import re

from epreuve.probes.journeys.citizen import DOMAINS, MESSAGE_BITS, Citizen
from epreuve.probes.journeys.template import CITIZEN_NAMES


def test_the_same_number_gives_the_same_citizen() -> None:
    for name in CITIZEN_NAMES:
        assert getattr(Citizen(42, 7), name) == getattr(Citizen(42, 7), name)


def test_another_number_or_seed_gives_another_citizen() -> None:
    everyone = {Citizen(seed, number).name for seed in (1, 2) for number in range(500)}
    assert len(everyone) == 1000


def test_contact_details_belong_to_no_person() -> None:
    for number in range(200):
        citizen = Citizen(42, number)
        assert citizen.email.partition("@")[2] in DOMAINS
        assert citizen.phone[:8] in ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49")
        assert int(citizen.street.partition(" ")[0]) >= 5_000
    assert Citizen(42, 7, domain="test.town.example").email.endswith("@test.town.example")


def test_nothing_in_an_identity_names_its_run() -> None:
    everyone = [Citizen(42, number, "a1b2c3") for number in range(300)]
    for citizen in everyone:
        shown = f"{citizen.name} {citizen.email} {citizen.street} {citizen.city}"
        assert not any(word in shown.lower() for word in ("a1b2c3", "épreuve", "epreuve", "essai"))
        assert not re.search(r"\d", citizen.name + citizen.email)
    parts = [set(citizen.name.split()) for citizen in everyone]
    assert not set.intersection(*parts)


def test_a_name_or_an_address_gives_the_number_of_its_user() -> None:
    for number in (0, 1, 999, 10_000_000, 531_000_000):
        citizen, reader = Citizen(42, number, "ab"), Citizen(42, 5, "ab")
        page = f"Dossier de {citizen.name.upper()} ({citizen.email})"
        assert reader.numbers_in(page) == {number}
    assert not Citizen(42, 1, "cd").numbers_in(Citizen(42, 1, "ab").name)
    assert not Citizen(42, 1, "cd").numbers_in("Marie Curie, 3 rue Jean Jaurès")


def test_form_fields_exist_and_look_french() -> None:
    people = [Citizen(1, number) for number in range(400)]
    for citizen in people:
        born = datetime.date.fromisoformat(citizen.birthday)
        assert 1930 <= born.year <= 2003
        assert re.fullmatch(r"\d{4} [a-z].+", citizen.street)
        assert citizen.city
    for name in ("birthday", "street", "postcode", "city"):
        assert len({getattr(citizen, name) for citizen in people}) >= 4


def test_a_message_fits_a_text_area_and_is_that_of_one_user() -> None:
    messages = {Citizen(42, number).message for number in range(200)}
    assert len(messages) == 200
    assert all(re.fullmatch(r"\w[\w ]{100,398}\.", text) for text in messages)
    assert MESSAGE_BITS > 128


def test_the_hash_is_that_of_the_attachment() -> None:
    citizen = Citizen(42, 7)
    assert citizen.file_sha256 == hashlib.sha256(citizen.file).hexdigest()
    assert citizen.name in citizen.file.decode()
    assert 3_500 < len(citizen.file) < 4_500
