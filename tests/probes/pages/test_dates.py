"""Dates as people write them."""

import datetime

import pytest

from epreuve.probes.pages.dates import dates_in, shows_date

DAY = datetime.date(2026, 11, 21)


@pytest.mark.parametrize(
    "text",
    [
        "21/11/2026", "21.11.2026", "21-11-2026", "21/11/26", "2026-11-21", "2026-11-21T10:00:00",
        "le 21 novembre 2026 à 9 h", "samedi 21 nov. 2026", "21 November 2026", "21 nov 2026",
        "November 21, 2026", "Nov 21st, 2026", "21st of November 2026", "11/21/2026",
        "21\u00a0novembre\u00a02026", "2026/11/21", "Sat Nov 21 09:02:00 2026",
        "Sat Nov 21 09:02:00 CET 2026", "21-nov-2026", "21/Nov/2026:09:02:00", "21‑11‑2026",
        "November the 21st, 2026",
    ],
)  # fmt: skip
def test_a_date(text: str) -> None:
    assert dates_in(f"Déposé : {text}.") == {DAY}


def test_the_first_of_a_month() -> None:
    assert dates_in("le 1er décembre 2026") == {datetime.date(2026, 12, 1)}
    assert dates_in("le 5 février 2027") == {datetime.date(2027, 2, 5)}


@pytest.mark.parametrize(
    "text", ["n° 2026-11-99", "12/2026", "21 dossiers 2026", "32/13/2026", "1.2.3.4", "9 h 12"]
)
def test_what_is_no_date(text: str) -> None:
    assert not dates_in(text)


def test_the_date_of_a_receipt_is_that_of_the_day() -> None:
    assert shows_date("déposé le 20/11/2026", DAY)
    assert shows_date("reçue le samedi 21 novembre à 9 h 02", DAY)
    assert shows_date("reçue le samedi 21 novembre", DAY)
    assert shows_date("received on Saturday, 21 November", DAY)
    assert shows_date("reçue le 21 novembre, 09:02", DAY)
    assert shows_date("reçue le jeudi 1er janvier", datetime.date(2026, 12, 31))
    assert not shows_date("21 novembre", DAY)
    assert not shows_date("avant le samedi 28 novembre à 9 h", DAY)
    assert not shows_date("Sat Nov 21 09:02:00 2020", DAY)
    assert not shows_date("samedi 21 novembre 2020", DAY)
    assert not shows_date("né le 02/03/1956, à traiter avant le 31/12/2026", DAY)
