"""Citizens are the same for the same number, and obviously nobody."""

import datetime
import hashlib
import re

from epreuve.probes.journeys.citizen import Citizen
from epreuve.probes.journeys.template import _CITIZEN


def test_the_same_number_is_the_same_citizen() -> None:
    for name in _CITIZEN:
        assert getattr(Citizen(42, 7), name) == getattr(Citizen(42, 7), name)


def test_each_number_and_seed_is_somebody_else() -> None:
    everyone = {Citizen(seed, number).name for seed in (1, 2) for number in range(500)}
    assert len(everyone) == 1000


def test_nobody_can_be_reached() -> None:
    citizen = Citizen(42, 12_345)
    assert citizen.email.endswith(".invalid")
    assert citizen.phone.startswith("01 99 00 ")
    assert re.fullmatch(r"00\d{3}", citizen.postcode)


def test_what_a_form_asks_for_is_there_and_reads_as_french() -> None:
    people = [Citizen(1, number) for number in range(400)]
    for each in people:
        born = datetime.date.fromisoformat(each.birthday)
        assert 1930 <= born.year <= 2003
        assert re.fullmatch(r"\d{1,3} [a-z].+", each.street)
        assert each.city
    for name in ("birthday", "street", "postcode", "city"):
        assert len({getattr(each, name) for each in people}) >= 4


def test_an_attachment_carries_its_fingerprint() -> None:
    citizen = Citizen(42, 7)
    assert citizen.file_sha256 == hashlib.sha256(citizen.file).hexdigest()
    assert citizen.name in citizen.file.decode()
    assert 3_500 < len(citizen.file) < 4_500
