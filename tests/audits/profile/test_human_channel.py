"""Declared human channels: what other texts of a page would show too is refused."""

from pathlib import Path

import pytest

from tests.audits.profile.test_profile import PROFILE, read, refused


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "profile.yaml"


@pytest.mark.parametrize("phone", ["112", "39 19", "2026", "1", "35000", "116 000", "n°"])
def test_a_declared_phone_is_one_of_a_service(file: Path, phone: str) -> None:
    channel = f'human_channel: {{phone: "{phone}", counter: "de 9 h à 12 h"}}\n'
    (line,) = refused(file, PROFILE + channel)
    assert "human_channel.phone: no telephone number of a service" in line


@pytest.mark.parametrize("counter", ["", "e", "Accueil du site", "2026"])
def test_a_declared_counter_is_an_address_or_opening_hours(file: Path, counter: str) -> None:
    channel = f'human_channel: {{phone: "02 99 12 34 56", counter: "{counter}"}}\n'
    (line,) = refused(file, PROFILE + channel)
    assert "human_channel.counter: neither an address nor opening hours" in line


@pytest.mark.parametrize("phone", ["02 99 12 34 56", "39 39", "+33 (0)2 99 12 34 56", "27 31 15"])
def test_a_declared_channel_of_a_service(file: Path, phone: str) -> None:
    channel = f'human_channel: {{phone: "{phone}", counter: "1 rue du Port"}}\n'
    assert read(file, PROFILE + channel).human_channel is not None
