"""Fictitious citizens, reproducible from their number."""

import datetime
import hashlib
import re

from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.template import _CITIZEN


def test_the_same_number_gives_the_same_citizen() -> None:
    for name in _CITIZEN:
        assert getattr(Citizen(42, 7), name) == getattr(Citizen(42, 7), name)


def test_another_number_or_seed_gives_another_citizen() -> None:
    everyone = {Citizen(seed, number).name for seed in (1, 2) for number in range(500)}
    assert len(everyone) == 1000


def test_contact_details_belong_to_no_person() -> None:
    citizen = Citizen(42, 12_345)
    assert citizen.email.endswith(".invalid")
    assert citizen.phone.startswith("01 99 00 ")
    assert re.fullmatch(r"00\d{3}", citizen.postcode)


def test_form_fields_exist_and_look_french() -> None:
    people = [Citizen(1, number) for number in range(400)]
    for citizen in people:
        born = datetime.date.fromisoformat(citizen.birthday)
        assert 1930 <= born.year <= 2003
        assert re.fullmatch(r"\d{1,3} [a-z].+", citizen.street)
        assert citizen.city
    for name in ("birthday", "street", "postcode", "city"):
        assert len({getattr(citizen, name) for citizen in people}) >= 4


def test_the_hash_is_that_of_the_attachment() -> None:
    citizen = Citizen(42, 7)
    assert citizen.file_sha256 == hashlib.sha256(citizen.file).hexdigest()
    assert citizen.name in citizen.file.decode()
    assert 3_500 < len(citizen.file) < 4_500
