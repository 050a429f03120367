"""Citizens are the same for the same number, and obviously nobody."""

import hashlib

from epreuve.probes.citizen import Citizen


def test_the_same_number_is_the_same_citizen() -> None:
    for name in ("name", "email", "phone", "file", "file_sha256"):
        assert getattr(Citizen(42, 7), name) == getattr(Citizen(42, 7), name)


def test_each_number_and_seed_is_somebody_else() -> None:
    everyone = {Citizen(seed, number).name for seed in (1, 2) for number in range(500)}
    assert len(everyone) == 1000


def test_nobody_can_be_reached() -> None:
    citizen = Citizen(42, 12_345)
    assert citizen.email.endswith(".invalid")
    assert citizen.phone.startswith("01 99 00 ")


def test_an_attachment_carries_its_fingerprint() -> None:
    citizen = Citizen(42, 7)
    assert citizen.file_sha256 == hashlib.sha256(citizen.file).hexdigest()
    assert citizen.name in citizen.file.decode()
    assert 3_500 < len(citizen.file) < 4_500
